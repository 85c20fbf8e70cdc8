using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Usage;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Directory;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Server.Feed;

/// <summary>Takes one batch to its subscribers: resolve the numbers, group by subscriber, one call each, wait once. Any part of it
/// may be repeated: subscribers remember what became of a batch's records (core rules 19 and 20).</summary>
internal sealed class BatchProcessor
{
    /// <summary>Number grains asked at the same time for one batch.</summary>
    private const int MaxLookups = 64;

    /// <summary>Subscribers called in a row, half a millisecond: then whoever waits for a thread has a turn.</summary>
    private const int CallsAtOnce = 128;

    /// <summary>Rounds of "not mine, ask the number": each follows a number that changed hands meanwhile.</summary>
    private const int MaxRounds = 8;

    private readonly NumberDirectory _directory;
    private readonly GrainCalls _calls;
    private readonly IFactLog _log;

    public BatchProcessor(NumberDirectory directory, GrainCalls calls, IFactLog log)
    {
        _directory = directory;
        _calls = calls;
        _log = log;
    }

    /// <summary>Settles every record of the batch in <paramref name="work"/>; when it returns, all of it is durable.</summary>
    /// <param name="firstSeen">Stamp: numbers are resolved as of then.</param>
    /// <exception cref="EntityUnavailableException">A commit failed; do it again.</exception>
    internal async Task ProcessAsync(ParsedBatch batch, BatchWork work, SliceCause cause, long firstSeen, CancellationToken cancellationToken)
    {
        SettleBroken(batch, work);
        if (work.ReceivedAt is null) work.CountEquals(batch);
        var tickets = new TicketSpan();
        // What the numbers themselves said during this batch: only that can make a record nobody's.
        Dictionary<ulong, NumberRoute>? asked = null;
        for (var round = 0; work.OpenCount > 0; round++)
        {
            if (round == MaxRounds) throw new EntityUnavailableException("The batch's numbers keep changing hands; send it again.");
            if (Unknown(batch, work, asked, firstSeen) is { } unknown) asked = await AskAsync(unknown, asked, cancellationToken);
            Route(batch, work, asked, firstSeen);
            Encode(batch, work, cause, firstSeen);
            await CallAsync(work, cancellationToken);
            Collect(batch, work, asked, firstSeen, ref tickets);
        }
        if (await tickets.WaitAsync(_log, cancellationToken) != CommitOutcome.Durable)
            throw new EntityUnavailableException("A commit of the batch failed; send it again.");
    }

    private static void SettleBroken(ParsedBatch batch, BatchWork work)
    {
        var records = batch.Records;
        for (var i = 0; i < records.Length; i++)
            if (records[i].Reason != RejectReason.None) work.Settle(i, Outcome.Rejected, records[i].Reason);
    }

    /// <summary>Finds the holders of the open records in the directory.</summary>
    /// <returns>The numbers it cannot place and that were not yet asked.</returns>
    private HashSet<ulong>? Unknown(ParsedBatch batch, BatchWork work, Dictionary<ulong, NumberRoute>? asked, long firstSeen)
    {
        HashSet<ulong>? unknown = null;
        var records = batch.Records;
        var open = work.Open(batch.Count);
        // Two loops, because both wait for memory: short ones have more of it under way at once.
        for (var i = 0; i < records.Length; i++)
            if (open[i]) work.Numbers[i] = _directory.Find(records[i].Served);
        for (var i = 0; i < records.Length; i++)
        {
            if (!open[i]) continue;
            ref readonly var record = ref records[i];
            if (asked is not null && asked.ContainsKey(record.Served.Value)) continue;
            work.Holders[i] = work.Numbers[i]?.Resolve(record.StartTime, firstSeen);
            if (work.Holders[i] is null) (unknown ??= []).Add(record.Served.Value);
        }
        return unknown;
    }

    private async Task<Dictionary<ulong, NumberRoute>> AskAsync(HashSet<ulong> numbers, Dictionary<ulong, NumberRoute>? asked, CancellationToken cancellationToken)
    {
        asked ??= [];
        foreach (var some in numbers.Chunk(MaxLookups))
        {
            var routes = await Task.WhenAll(some.Select(number => _directory.LoadAsync(new PackedNumber(number), cancellationToken)));
            for (var i = 0; i < some.Length; i++) asked[some[i]] = routes[i];
        }
        return asked;
    }

    /// <summary>Groups the open records by holder and rejects those that nobody held.</summary>
    private void Route(ParsedBatch batch, BatchWork work, Dictionary<ulong, NumberRoute>? asked, long firstSeen)
    {
        var records = batch.Records;
        var open = work.Open(batch.Count);
        var groups = work.Groups;
        groups.Reset(batch.Count);
        for (var i = 0; i < records.Length; i++)
        {
            if (!open[i]) continue;
            ref readonly var record = ref records[i];
            var said = asked?.GetValueOrDefault(record.Served.Value);
            var holder = said is null ? work.Holders[i] : said.Resolve(record.StartTime, firstSeen);
            if (holder is not null) groups.Add(holder, i);
            else work.Settle(i, Outcome.Rejected, RejectReason.NumberNotHeld); // the number itself was asked
        }
    }

    private static void Encode(ParsedBatch batch, BatchWork work, SliceCause cause, long firstSeen)
    {
        var records = batch.Records;
        var groups = work.Groups;
        var writer = work.Slices;
        writer.Clear();
        for (var g = 0; g < groups.Count; g++)
        {
            var start = writer.Length;
            ref readonly var group = ref groups[g];
            if (work.ReceivedAt is { } receivedAt)
            {
                SliceWriter.BeginRedriven(writer, cause, firstSeen, group.Count);
                for (var i = group.First; i >= 0; i = groups.Next(i)) SliceWriter.Redriven(writer, i, work.OrdinalOf(i), receivedAt[i], batch.BytesOf(records[i]));
            }
            else
            {
                SliceWriter.Begin(writer, cause, firstSeen, group.Count);
                for (var i = group.First; i >= 0; i = groups.Next(i)) SliceWriter.Record(writer, i, work.OrdinalOf(i), batch.BytesOf(records[i]));
            }
            groups.SetSlice(g, start, writer.Length - start);
        }
    }

    /// <summary>One call per subscriber. In this process most are done when they return; the others are awaited, and one that
    /// failed is repeated alone.</summary>
    private async Task CallAsync(BatchWork work, CancellationToken cancellationToken)
    {
        work.PrepareCalls(work.Groups.Count);
        for (var from = 0; from < work.Groups.Count; from += CallsAtOnce)
        {
            if (from > 0) await Task.Yield();
            StartCalls(work, from);
        }
        foreach (var (group, call) in work.Calls)
        {
            try
            {
                work.Receipts[group] = await call;
            }
            catch (Exception e) when (GrainCalls.IsRetryable(e))
            {
                work.HasFailedCalls = true;
                work.Receipts[group] = await _calls.RetryAsync(() => work.Groups[group].Route.Grain.Apply(work.SliceOf(group)).AsTask(), cancellationToken);
            }
            catch
            {
                work.HasFailedCalls = true;
                throw;
            }
        }
    }

    private static void StartCalls(BatchWork work, int from)
    {
        var groups = work.Groups.All;
        var to = Math.Min(from + CallsAtOnce, groups.Length);
        for (var g = from; g < to; g++)
        {
            if (g % SubscriberWarming.Ahead == 0) work.Warming.Touch(groups.Slice(g, Math.Min(SubscriberWarming.Ahead, to - g)));
            var call = groups[g].Route.Grain.Apply(work.SliceOf(g));
            if (call.IsCompletedSuccessfully) work.Receipts[g] = call.Result;
            else work.Calls.Add((g, call.AsTask()));
        }
    }

    private void Collect(ParsedBatch batch, BatchWork work, Dictionary<ulong, NumberRoute>? asked, long firstSeen, ref TicketSpan tickets)
    {
        var groups = work.Groups;
        for (var g = 0; g < groups.Count; g++)
        {
            ref readonly var group = ref groups[g];
            ref readonly var receipt = ref work.Receipts[g];
            if (!tickets.TryAdd(receipt.Ticket)) throw new EntityUnavailableException("The batch's subscribers moved to another process; send it again.");
            var verdicts = receipt.Verdicts.Span;
            for (int i = group.First, at = 0; i >= 0; i = groups.Next(i), at += 2)
            {
                if (verdicts.IsEmpty) work.Settle(i, Outcome.Applied);
                else Collect((RecordVerdict)verdicts[at], (RejectReason)verdicts[at + 1], batch.Records[i], i, group.Route, work, asked, firstSeen);
            }
        }
    }

    private void Collect(RecordVerdict verdict, RejectReason reason, in ParsedRecord record, int index, SubscriberRoute holder, BatchWork work, Dictionary<ulong, NumberRoute>? asked, long firstSeen)
    {
        switch (verdict)
        {
            case RecordVerdict.NotMine when asked is not null && asked.TryGetValue(record.Served.Value, out var said) && said.Resolve(record.StartTime, firstSeen) == holder:
                // The number itself named this holder, and had told it so.
                work.Settle(index, Outcome.Rejected, RejectReason.NumberNotHeld);
                break;
            case RecordVerdict.NotMine:
                _directory.Forget(record.Served); // asked in the next round
                break;
            case RecordVerdict.Replayed:
                throw new EntityUnavailableException("The batch was completed meanwhile; ask for its outcome.");
            default:
                work.Settle(index, (Outcome)verdict, reason);
                break;
        }
    }
}
