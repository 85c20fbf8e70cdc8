using System.Collections.Concurrent;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Rpc = Google.Rpc;

namespace CustomerGrains.Client.Tests;

/// <summary>
/// A feed that keeps what it counted outside of any server, like a store: servers that are stopped and started again share it. It
/// rejects the records whose id begins with "r", calls those with "d" duplicates and those with "c" conflicts.
/// </summary>
internal sealed class FakeFeed
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ulong, (ByteString Content, BatchAck Answer)> _batches = [];
    private readonly ConcurrentDictionary<ulong, int> _arrivals = new();
    private readonly HashSet<ulong> _answered = [];
    private int _sessions;
    private int _newest;

    public uint Window { get; init; } = 8;

    /// <summary>What to do with a batch, by its number and how often it has arrived (from 1).</summary>
    public Func<ulong, int, FakeReply> Script { get; set; } = static (_, _) => FakeReply.Answer;

    /// <summary>What RETRY_INFO asks for.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>When so many answers are held back, they go out, last first.</summary>
    public int Release { get; init; } = 3;

    public bool IsClosed { get; private set; }

    /// <summary>Most batches that were beyond the last one up to which all were answered.</summary>
    public ulong WidestWindow { get; private set; }

    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>What a correct client's ledger says.</summary>
    public (long Received, long Applied, long Duplicate, long Conflict, long Rejected) Counted
    {
        get
        {
            lock (_gate)
            {
                var answers = _batches.Values.Select(static batch => batch.Answer).ToList();
                return (
                    answers.Sum(static a => a.Received), answers.Sum(static a => a.Applied), answers.Sum(static a => a.Duplicate),
                    answers.Sum(static a => a.Conflict), answers.Sum(static a => a.Rejected));
            }
        }
    }

    /// <summary>What the last session opened.</summary>
    public OpenStream? Opened { get; private set; }

    /// <summary>Ids of all counted records, in the order of the batches.</summary>
    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (_gate) return [.. _batches.Values.SelectMany(static batch => UsageBatch.Parser.ParseFrom(batch.Content).Records).Select(static record => record.Id)];
        }
    }

    public async Task PublishAsync(IAsyncStreamReader<PublishRequest> requests, IServerStreamWriter<PublishResponse> responses, ServerCallContext context)
    {
        if (!await requests.MoveNext(context.CancellationToken) || requests.Current.Open is not { Source.Length: > 0, Stream.Length: > 0 })
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "open first"));
        }

        Opened = requests.Current.Open;
        var session = Interlocked.Increment(ref _sessions);
        Volatile.Write(ref _newest, session);
        var last = LastComplete();
        await responses.WriteAsync(new PublishResponse { Opened = new StreamOpened { LastComplete = last, Window = Window } });
        var held = new Stack<BatchAck>();
        Task AnswerAsync(BatchAck answer)
        {
            _answered.Add(answer.Sequence);
            return responses.WriteAsync(new PublishResponse { Ack = answer });
        }

        while (await requests.MoveNext(context.CancellationToken))
        {
            if (Volatile.Read(ref _newest) != session) throw new RpcException(new Status(StatusCode.Aborted, "a newer session"));
            if (requests.Current.Close is not null)
            {
                IsClosed = true;
                await responses.WriteAsync(new PublishResponse { Closed = new StreamClosed { Batches = LastComplete() } });
                return;
            }

            var batch = requests.Current.Batch;
            if (batch.Sequence > last + 1) throw new RpcException(new Status(StatusCode.FailedPrecondition, $"{batch.Sequence} leaves a hole after {last}"));
            last = Math.Max(last, batch.Sequence);
            WidestWindow = Math.Max(WidestWindow, batch.Sequence - (ulong)Enumerable.Range(1, _answered.Count + 1).TakeWhile(n => _answered.Contains((ulong)n)).Count());
            var reply = Script(batch.Sequence, _arrivals.AddOrUpdate(batch.Sequence, 1, static (_, times) => times + 1));
            if (reply == FakeReply.Cut) Cut(context);
            if (reply == FakeReply.Superseded) throw new RpcException(new Status(StatusCode.Aborted, "a newer session"));
            if (reply == FakeReply.Exhausted) throw Exhausted();
            var answer = Count(batch);
            if (reply == FakeReply.CountAndCut) Cut(context);
            if (reply == FakeReply.CountAndDrain) throw new RpcException(new Status(StatusCode.Unavailable, "the server stops"));
            if (reply == FakeReply.WrongCounts) answer = new BatchAck(answer) { Applied = answer.Applied + 1 };
            if (reply == FakeReply.Hold)
            {
                held.Push(answer);
                if (held.Count < Release) continue;
                while (held.TryPop(out var latest)) await AnswerAsync(latest);
            }
            else
            {
                await AnswerAsync(answer);
            }
        }
    }

    private ulong LastComplete()
    {
        lock (_gate) return (ulong)_batches.Keys.TakeWhile(static (key, index) => key == (ulong)index + 1).Count();
    }

    private BatchAck Count(UsageBatch batch)
    {
        lock (_gate)
        {
            var content = batch.ToByteString();
            if (_batches.TryGetValue(batch.Sequence, out var known))
            {
                if (known.Content != content) throw new RpcException(new Status(StatusCode.FailedPrecondition, "other content"));
                return new BatchAck(known.Answer) { Replayed = true };
            }

            var answer = new BatchAck { Sequence = batch.Sequence, Received = (uint)batch.Records.Count };
            for (var index = 0; index < batch.Records.Count; index++)
            {
                var outcome = batch.Records[index].Id[0] switch { 'r' => Outcome.Rejected, 'd' => Outcome.Duplicate, 'c' => Outcome.Conflict, _ => Outcome.Applied };
                if (outcome == Outcome.Applied) answer.Applied++;
                if (outcome == Outcome.Duplicate) answer.Duplicate++;
                if (outcome == Outcome.Conflict) answer.Conflict++;
                if (outcome == Outcome.Rejected) answer.Rejected++;
                if (outcome == Outcome.Applied) continue;
                answer.Exceptions.Add(new RecordOutcome
                {
                    Index = (uint)index,
                    Outcome = outcome,
                    Reason = outcome == Outcome.Rejected ? RejectReason.NumberNotHeld : RejectReason.Unspecified,
                });
            }

            _batches.Add(batch.Sequence, (content, answer));
            return answer;
        }
    }

    private RpcException Exhausted()
    {
        var status = new Rpc.Status { Code = (int)StatusCode.ResourceExhausted };
        status.Details.Add(Any.Pack(new Rpc.RetryInfo { RetryDelay = Duration.FromTimeSpan(RetryDelay) }));
        return new RpcException(
            new Status(StatusCode.ResourceExhausted, "busy"),
            new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
    }

    private static void Cut(ServerCallContext context)
    {
        context.GetHttpContext().Abort();
        throw new OperationCanceledException();
    }
}
