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
/// durable (core rule 18: begun ▸ slices ▸ complete ▸ acknowledged, each step on disk before the next).</summary>
internal sealed class PublishSession
{
    private const int Attempts = 8;

    private readonly FeedServices _services;
    private readonly BatchProcessor _processor;
    private readonly ISourceGrain _source;
    private readonly string _id;
    private readonly OpenReceipt _stream;
    private readonly Channel<PublishResponse> _responses = Channel.CreateUnbounded<PublishResponse>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop;
    private readonly List<Task> _underWay = [];
    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;

    /// <summary>w, durably.</summary>
    private long _complete;
    private long _lastSequence;

    internal PublishSession(FeedServices services, ISourceGrain source, string id, OpenReceipt stream, CancellationToken stopping)
    {
        _services = services;
        _processor = new BatchProcessor(services.Directory, services.Log);
        _source = source;
        _id = id;
        _stream = stream;
        _complete = stream.Complete;
        _lastSequence = stream.Complete;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
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
        _stop.Dispose();
        if (_failure is { } failure) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    private async Task ReadAsync(IAsyncStreamReader<PublishFrame> requests)
    {
        while (await requests.MoveNext(_stop.Token))
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
            throw Errors.FailedPrecondition($"batch.sequence {batch.Sequence} leaves a hole: {_lastSequence + 1} is next. Send the missing batches first.");
        _lastSequence = Math.Max(_lastSequence, sequence);
        if (_stream.IsClosed)
        {
            if (sequence > _complete) throw Errors.FailedPrecondition($"The stream is closed with {_complete} batches; send more under another stream id.");
            Respond(BatchAcks.Expired(batch.Sequence));
            ParsedBatchPool.Return(batch);
            return;
        }
        while (sequence > Volatile.Read(ref _complete) + StreamState.Window && _failure is null)
        {
            var progress = Volatile.Read(ref _progress);
            if (sequence > Volatile.Read(ref _complete) + StreamState.Window && _failure is null) await progress.Task.WaitAsync(_stop.Token);
        }
        await _services.Admission.EnterAsync(_stop.Token);
        var begun = await BeginAsync(sequence, batch);
        _underWay.RemoveAll(static t => t.IsCompleted);
        _underWay.Add(FinishAsync(sequence, batch, begun));
    }

    private Task<BeginReceipt> BeginAsync(long sequence, ParsedBatch batch)
    {
        var digest = batch.Digest();
        var day = _services.Parameters.Calendar.DayOf(_services.Time.GetUtcNow().ToUnixTimeSeconds());
        var command = new BeginCommand(_stream.Ordinal, _stream.Session, sequence, (ulong)(digest >> 64), (ulong)digest, day);
        return GrainCalls.RetryAsync(() => _source.Begin(command).AsTask(), _stop.Token);
    }

    /// <summary>Takes a begun batch to its acknowledgement. Never throws: a failure ends the session.</summary>
    private async Task FinishAsync(long sequence, ParsedBatch batch, BeginReceipt begun)
    {
        try
        {
            // A batch that this session began and finds complete was completed by an attempt whose answer was lost: it is new to the caller.
            var isNew = begun.Status is BatchStatus.New or BatchStatus.UnderWay;
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
                    await GrainCalls.Pause(attempt, _stop.Token);
                }
            }
            ParsedBatchPool.Return(batch);
        }
        catch (Exception e)
        {
            Fail(_services.Log.Failure is { } failure && GrainCalls.IsRetryable(e)
                ? Errors.ResourceExhausted($"The store cannot take more just now ({failure}). Nothing unacknowledged is lost: open the stream again and send on.", TimeSpan.FromSeconds(1))
                : e);
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
                await ProcessAsync(sequence, batch, begun);
                break;
            case BatchStatus.Complete:
                Repeat(batch.Sequence, begun.Outcome, isNew);
                break;
            case BatchStatus.Expired:
                Respond(BatchAcks.Expired(batch.Sequence));
                break;
            case BatchStatus.OtherContent:
                throw Errors.FailedPrecondition($"batch.sequence {sequence} was used for other content. A batch is sent again as it was, or its records under a new number.");
            case BatchStatus.Superseded:
                throw Errors.Aborted("A newer session of this stream has taken over.");
            default:
                throw Errors.FailedPrecondition($"batch.sequence {sequence} cannot be taken: {begun.Status}.");
        }
    }

    private async Task ProcessAsync(long sequence, ParsedBatch batch, BeginReceipt begun)
    {
        var work = BatchWork.Rent(batch.Count);
        var cause = new SliceCause(_stream.Source, begun.LowestOpen, _stream.Ordinal, sequence, Volatile.Read(ref _complete));
        await _processor.ProcessAsync(batch, work, cause, begun.FirstSeen, _stop.Token);
        var counts = work.Count(batch.Count, out var exceptions);
        work.Return();

        var completed = await _source.Complete(new CompleteCommand(_stream.Ordinal, _stream.Session, sequence, Body(sequence, batch, counts, exceptions)));
        if (completed.IsSuperseded) throw Errors.Aborted("A newer session of this stream has taken over.");
        await EnsureDurable(completed.Ticket);
        Advance(completed.Complete);
        _services.Metrics.Acknowledged(counts);
        Respond(BatchAcks.Outcome(batch.Sequence, counts, exceptions, replayed: false));
    }

    /// <param name="outcome">As the source keeps it: <see cref="BeginReceipt.Outcome"/>.</param>
    private void Repeat(ulong sequence, ReadOnlyMemory<byte> outcome, bool isNew)
    {
        var reader = new ByteReader(outcome.Span);
        var counts = BatchCounts.Read(ref reader);
        if (isNew) _services.Metrics.Acknowledged(counts);
        Respond(BatchAcks.Outcome(sequence, counts, RecordException.ReadAll(ref reader), replayed: !isNew));
    }

    private ReadOnlyMemory<byte> Body(long sequence, ParsedBatch batch, in BatchCounts counts, RecordException[] exceptions)
    {
        var body = new ByteWriter(64);
        new BatchCompleted(_stream.Ordinal, sequence, counts, exceptions).WriteTo(body);
        foreach (var exception in exceptions)
        {
            if (exception.Outcome != Domain.Facts.Outcome.Rejected) continue;
            ref readonly var record = ref batch.Records[exception.Index];
            BatchCompleted.WriteRejected(body, exception.Index, record.Reason == Domain.Facts.RejectReason.None, batch.BytesOf(record));
        }
        return body.ToArray();
    }

    private async Task CloseAsync()
    {
        await Task.WhenAll(_underWay);
        if (_failure is not null) return;
        var batches = _stream.IsClosed ? _stream.Complete
            : await GrainCalls.RetryAsync(() => _source.Close(_id, _stream.Session, _stop.Token), _stop.Token);
        if (batches < 0) throw Errors.Aborted("A newer session of this stream has taken over, or an earlier one left batches under way: open it again and send on from last_complete + 1.");
        Respond(new PublishResponse { Closed = new V1.StreamClosed { Batches = (ulong)batches } });
    }

    private async ValueTask EnsureDurable(Ticket ticket)
    {
        if (ticket != Ticket.None && await _services.Log.WaitAsync(ticket, ticket, _stop.Token) != CommitOutcome.Durable)
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
        _stop.Cancel();
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
