using System.Threading.Channels;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Usage;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage.Log;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Feed;

/// <summary>One session of one stream: batches are begun in order, go through side by side, and are acknowledged as they become
/// durable (core rule 18: begun ▸ slices ▸ complete ▸ acknowledged, each step on disk before the next). When the server stops, or
/// a batch fails, no more is read; what is under way is still answered.</summary>
internal sealed class PublishSession
{
    private const int Attempts = 8;

    private readonly FeedServices _services;
    private readonly BatchProcessor _processor;
    private readonly ISourceGrain _source;
    private readonly string _id;
    private readonly OpenReceipt _stream;
    private readonly Channel<PublishResponse> _responses = Channel.CreateUnbounded<PublishResponse>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _reading;
    private readonly CancellationToken _caller;
    private readonly List<Task> _underWay = [];
    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;

    /// <summary>w, durably.</summary>
    private long _complete;
    private long _lastSequence;

    /// <summary>Of the batches 1 … <see cref="_rolled"/>, as this session has sent them.</summary>
    private UInt128 _digest;
    private long _rolled;

    /// <param name="caller">Ends everything: nobody hears the answers any more.</param>
    /// <param name="stopping">Ends the reading.</param>
    internal PublishSession(FeedServices services, ISourceGrain source, string id, OpenReceipt stream, CancellationToken caller, CancellationToken stopping)
    {
        _services = services;
        _processor = new BatchProcessor(services.Directory, services.Calls, services.Log);
        _source = source;
        _id = id;
        _stream = stream;
        _complete = stream.Complete;
        _lastSequence = stream.Complete;
        _caller = caller;
        _reading = CancellationTokenSource.CreateLinkedTokenSource(caller, stopping);
    }

    internal async Task RunAsync(IAsyncStreamReader<PublishFrame> requests, IServerStreamWriter<PublishResponse> responses)
    {
        Respond(new PublishResponse { Opened = new V1.StreamOpened { LastComplete = (ulong)_complete, Window = StreamState.Window } });
        var writing = WriteAsync(responses);
        try
        {
            await ReadAsync(requests);
        }
        catch (Exception e)
        {
            Fail(e);
        }
        await Task.WhenAll(_underWay);
        _responses.Writer.Complete();
        await writing;
        _reading.Dispose();
        if (_failure is { } failure) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    private async Task ReadAsync(IAsyncStreamReader<PublishFrame> requests)
    {
        while (await requests.MoveNext(_reading.Token))
        {
            var frame = requests.Current;
            if (frame.Error is { } error) throw Errors.InvalidArgument("request", error);
            if (frame.Open is not null) throw Errors.InvalidArgument("open", "must be the first request of the call and the only one of its kind; open a second call for another stream.");
            if (frame.IsClose)
            {
                await CloseAsync();
                return;
            }
            await TakeAsync(frame.Batch!);
        }
    }

    private async Task TakeAsync(ParsedBatch batch)
    {
        var sequence = (long)Math.Min(batch.Sequence, long.MaxValue);
        if (sequence == 0) throw Errors.InvalidArgument("batch.sequence", "is missing; batches are numbered 1, 2, 3 ... within the stream.");
        if (sequence > _lastSequence + 1)
            throw Errors.FailedPrecondition(ErrorReasons.BatchOutOfOrder, "batch.sequence", $"batch.sequence {batch.Sequence} leaves a hole: {_lastSequence + 1} is next. Send the missing batches first.");
        var isRepeat = sequence <= _lastSequence;
        _lastSequence = Math.Max(_lastSequence, sequence);
        if (sequence == _rolled + 1 && sequence <= _stream.Complete) (_rolled, _digest) = (sequence, StreamState.Roll(_digest, batch.Digest()));
        if (_stream.IsClosed)
        {
            if (sequence > _complete) throw Errors.FailedPrecondition(ErrorReasons.StreamClosed, "open.stream", $"The stream is closed with {_complete} batches; send more under another stream id.");
            EnsureSameContent(sequence);
            Respond(BatchAcks.Expired(batch.Sequence));
            ParsedBatchPool.Return(batch);
            return;
        }
        while (sequence > Volatile.Read(ref _complete) + StreamState.Window && _failure is null)
        {
            var progress = Volatile.Read(ref _progress);
            if (sequence > Volatile.Read(ref _complete) + StreamState.Window && _failure is null) await progress.Task.WaitAsync(_reading.Token);
        }
        await _services.Admission.EnterAsync(_reading.Token);
        var beginning = BeginAsync(sequence, batch);
        _underWay.RemoveAll(static t => t.IsCompleted);
        _underWay.Add(FinishAsync(sequence, batch, beginning, isRepeat));
        await beginning; // batches are begun in their order
    }

    /// <summary>Single batches are remembered for a while, the whole for good: a stream that is sent again from its beginning must
    /// come to the same, else its name was used for something else and nothing of that may be taken for counted.</summary>
    private void EnsureSameContent(long sequence)
    {
        if (sequence == _stream.Complete && _rolled == sequence && _digest != _stream.Digest)
            throw Errors.FailedPrecondition(ErrorReasons.BatchContentDiffers, "open.stream", $"open.stream '{_id}' was used for other content: its {sequence} batches are not those that were sent under it before. Send these under another stream id.");
    }

    private Task<BeginReceipt> BeginAsync(long sequence, ParsedBatch batch)
    {
        var digest = batch.Digest();
        var day = _services.Parameters.Calendar.DayOf(_services.Time.GetUtcNow().ToUnixTimeSeconds());
        var command = new BeginCommand(_stream.Ordinal, _stream.Session, sequence, (ulong)(digest >> 64), (ulong)digest, day);
        return _services.Calls.RetryAsync(() => _source.Begin(command).AsTask(), _caller);
    }

    /// <summary>Takes an admitted batch to its acknowledgement. Never throws: a failure ends the session.</summary>
    private async Task FinishAsync(long sequence, ParsedBatch batch, Task<BeginReceipt> beginning, bool isRepeat)
    {
        try
        {
            var begun = await beginning;
            // A batch that this session began and finds complete was completed by an attempt whose answer was lost: it is new to the
            // caller. One that the session has taken before is answered there, however far that one has come.
            var isNew = !isRepeat && begun.Status is (BatchStatus.New or BatchStatus.UnderWay);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    if (attempt > 1) begun = await BeginAsync(sequence, batch);
                    await SettleAsync(sequence, batch, begun, isNew);
                    break;
                }
                catch (Exception e) when (GrainCalls.IsRetryable(e) && attempt < Attempts)
                {
                    await _services.Calls.PauseAsync(attempt, _caller);
                }
            }
            ParsedBatchPool.Return(batch);
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            _services.Admission.Leave();
        }
    }

    private async Task SettleAsync(long sequence, ParsedBatch batch, BeginReceipt begun, bool isNew)
    {
        await EnsureDurable(begun.Ticket);
        Advance(begun.Complete);
        switch (begun.Status)
        {
            case BatchStatus.New or BatchStatus.UnderWay:
                await ProcessAsync(sequence, batch, begun, isNew);
                break;
            case BatchStatus.Complete:
                EnsureSameContent(sequence);
                Repeat(batch.Sequence, begun.Outcome, isNew);
                break;
            case BatchStatus.Expired:
                EnsureSameContent(sequence);
                Respond(BatchAcks.Expired(batch.Sequence));
                break;
            case BatchStatus.OtherContent:
                throw Errors.FailedPrecondition(ErrorReasons.BatchContentDiffers, "batch.sequence", $"batch.sequence {sequence} was used for other content. A batch is sent again as it was, or its records under a new number.");
            case BatchStatus.Superseded:
                throw Superseded();
            default:
                // The caller has left no hole: a batch before this one lost its commit and is being begun again.
                throw new EntityUnavailableException("A batch before this one lost its commit; send the batch again.");
        }
    }

    private async Task ProcessAsync(long sequence, ParsedBatch batch, BeginReceipt begun, bool isNew)
    {
        var work = BatchWork.Rent(batch.Count);
        var cause = new SliceCause(_stream.Source, begun.LowestOpen, _stream.Ordinal, sequence, Volatile.Read(ref _complete));
        await _processor.ProcessAsync(batch, work, cause, begun.FirstSeen, _caller);
        var counts = work.Count(batch.Count, out var exceptions);
        var completion = Completion(sequence, batch, work, counts, exceptions);
        work.Return();

        var completed = await _source.Complete(completion);
        if (completed.IsSuperseded) throw Superseded();
        await EnsureDurable(completed.Ticket);
        Advance(completed.Complete);
        if (isNew) _services.Metrics.Acknowledged(counts);
        Respond(BatchAcks.Outcome(batch.Sequence, counts, exceptions, replayed: !isNew));
    }

    /// <param name="outcome">As the source keeps it: <see cref="BeginReceipt.Outcome"/>.</param>
    private void Repeat(ulong sequence, ReadOnlyMemory<byte> outcome, bool isNew)
    {
        var reader = new ByteReader(outcome.Span);
        var counts = BatchCounts.Read(ref reader);
        if (isNew) _services.Metrics.Acknowledged(counts);
        Respond(BatchAcks.Outcome(sequence, counts, RecordException.ReadAll(ref reader), replayed: !isNew));
    }

    private static RpcException Superseded() =>
        Errors.Aborted(ErrorReasons.SessionSuperseded, "A newer session of this stream has taken over. Only one may send a stream at a time: end this one.");

    private CompleteCommand Completion(long sequence, ParsedBatch batch, BatchWork work, in BatchCounts counts, RecordException[] exceptions)
    {
        var body = new ByteWriter(64);
        new BatchCompleted(_stream.Ordinal, sequence, counts, exceptions).WriteTo(body);
        var length = body.Length;
        foreach (var exception in exceptions)
        {
            if (exception.Outcome == Domain.Facts.Outcome.Duplicate) continue;
            ref readonly var record = ref batch.Records[exception.Index];
            KeptRecord.Write(body, exception.Index, record.Reason == Domain.Facts.RejectReason.None, work.OrdinalOf(exception.Index), batch.BytesOf(record));
        }
        var bytes = body.ToArray();
        return new CompleteCommand(_stream.Ordinal, _stream.Session, sequence, bytes.AsMemory(0, length), bytes.AsMemory(length));
    }

    private async Task CloseAsync()
    {
        await Task.WhenAll(_underWay);
        if (_failure is not null) return;
        var batches = _stream.IsClosed ? _stream.Complete
            : await _services.Calls.RetryAsync(() => _source.Close(_id, _stream.Session, _caller), _caller);
        if (batches < 0) throw Errors.Aborted(ErrorReasons.SessionSuperseded, "A newer session of this stream has taken over, or an earlier one left batches under way: open it again and send on from last_complete + 1.");
        Respond(new PublishResponse { Closed = new V1.StreamClosed { Batches = (ulong)batches } });
    }

    private async ValueTask EnsureDurable(Ticket ticket)
    {
        if (ticket != Ticket.None && await _services.Log.WaitAsync(ticket, ticket, _caller) != CommitOutcome.Durable)
            throw new EntityUnavailableException("A commit of the source failed; send the batch again.");
    }

    private void Advance(long complete)
    {
        var seen = Volatile.Read(ref _complete);
        while (complete > seen)
        {
            var before = Interlocked.CompareExchange(ref _complete, complete, seen);
            seen = before == seen ? complete : before;
            WakeReader();
        }
    }

    /// <summary>The first failure decides what the caller hears; reading stops, batches under way are let finish.</summary>
    private void Fail(Exception e)
    {
        Interlocked.CompareExchange(ref _failure, e, null);
        _reading.Cancel();
        WakeReader();
    }

    private void WakeReader() =>
        Interlocked.Exchange(ref _progress, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    private void Respond(PublishResponse response) => _responses.Writer.TryWrite(response);

    /// <summary>One writer, because a stream takes one write at a time. A caller that is gone reads nothing: the rest is dropped.</summary>
    private async Task WriteAsync(IServerStreamWriter<PublishResponse> responses)
    {
        try
        {
            await foreach (var response in _responses.Reader.ReadAllAsync()) await responses.WriteAsync(response);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }
}
