using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Directory;

namespace CustomerGrains.Server.Feed;

/// <summary>Scratch of one batch on its way: outcomes so far, slices, calls under way. Pooled; one that a call may still read from
/// is left to the collector.</summary>
internal sealed class BatchWork
{
    private const int Capacity = 256;
    private const int MaxBytes = 4 << 20;
    private static readonly ConcurrentQueue<BatchWork> Free = new();

    private (Outcome Outcome, RejectReason Reason)[] _outcomes = [];
    private bool[] _open = [];
    private int[] _ordinals = [];
    private readonly Dictionary<ulong, int> _equals = [];

    /// <summary>Slices, one after the other; calls get pieces of it.</summary>
    internal ByteWriter Slices { get; } = new(128 * 1024);

    internal SliceGroups Groups { get; } = new();

    /// <summary>Calls that were not done when they returned.</summary>
    internal List<(int Group, Task<SliceReceipt> Call)> Calls { get; } = [];

    /// <summary>What the directory knows of the records' numbers, by place in the batch.</summary>
    internal NumberRoute?[] Numbers { get; private set; } = [];

    /// <summary>Whom the directory names, by place in the batch.</summary>
    internal SubscriberRoute?[] Holders { get; private set; } = [];

    /// <summary>When the records came first; null when they come now.</summary>
    internal long[]? ReceivedAt { get; private set; }

    /// <summary>By group.</summary>
    internal SliceReceipt[] Receipts { get; private set; } = [];

    /// <summary>A call that failed may still run and read its slice.</summary>
    internal bool HasFailedCalls { get; set; }

    internal SubscriberWarming Warming { get; } = new();

    /// <summary>Records that have no outcome yet.</summary>
    internal int OpenCount { get; private set; }

    internal ReadOnlyMemory<byte> SliceOf(int group) => Slices.WrittenMemory.Slice(Groups[group].Offset, Groups[group].Length);

    internal void PrepareCalls(int groups)
    {
        Calls.Clear();
        if (Receipts.Length < groups) Receipts = new SliceReceipt[Math.Max(1024, groups)];
    }

    /// <summary>Places of the records that have no outcome yet.</summary>
    internal Span<bool> Open(int count) => _open.AsSpan(0, count);

    internal static BatchWork Rent(int records)
    {
        if (!Free.TryDequeue(out var work)) work = new BatchWork();
        if (work._outcomes.Length < records)
        {
            work._outcomes = new (Outcome, RejectReason)[Math.Max(1024, records)];
            work._open = new bool[Math.Max(1024, records)];
            work._ordinals = new int[Math.Max(1024, records)];
            work.Numbers = new NumberRoute?[Math.Max(1024, records)];
            work.Holders = new SubscriberRoute?[Math.Max(1024, records)];
        }
        Array.Clear(work._outcomes, 0, records);
        work._open.AsSpan(0, records).Fill(true);
        work.OpenCount = records;
        work.ReceivedAt = null;
        return work;
    }

    /// <summary>How many records of the batch before this one are the same and have no id either.</summary>
    internal int OrdinalOf(int record) => _ordinals[record];

    /// <summary>Counts equal records without ids. By their hash alone: were two different ones to share it, the second would be known
    /// by another ordinal than it needs, and by no other record's.</summary>
    internal void CountEquals(ParsedBatch batch)
    {
        _equals.Clear();
        var records = batch.Records;
        for (var i = 0; i < records.Length; i++)
        {
            var isAnonymous = records[i].Reason == RejectReason.None && batch.BytesOf(records[i])[1] == 0; // the length of the id
            _ordinals[i] = isAnonymous ? CollectionsMarshal.GetValueRefOrAddDefault(_equals, XxHash3.HashToUInt64(batch.BytesOf(records[i])), out _)++ : 0;
        }
    }

    /// <summary>Takes what records that are re-driven were known by, instead of <see cref="CountEquals"/>.</summary>
    /// <param name="receivedAt">Business times at which they came first, milliseconds since 1970-01-01 UTC.</param>
    internal void SetRedriven(ReadOnlySpan<int> ordinals, long[] receivedAt)
    {
        ordinals.CopyTo(_ordinals);
        ReceivedAt = receivedAt;
    }

    internal void Return()
    {
        if (HasFailedCalls || Slices.Length > MaxBytes || Free.Count >= Capacity) return;
        Slices.Clear();
        Calls.Clear();
        Free.Enqueue(this);
    }

    internal void Settle(int record, Outcome outcome, RejectReason reason = RejectReason.None)
    {
        _outcomes[record] = (outcome, reason);
        _open[record] = false;
        OpenCount--;
    }

    internal (Outcome Outcome, RejectReason Reason) OutcomeOf(int record) => _outcomes[record];

    /// <summary>Counts and exceptions of the batch, every record of which is settled.</summary>
    internal BatchCounts Count(int records, out RecordException[] exceptions)
    {
        long applied = 0, duplicate = 0, conflict = 0, rejected = 0;
        for (var i = 0; i < records; i++)
        {
            switch (_outcomes[i].Outcome)
            {
                case Outcome.Applied: applied++; break;
                case Outcome.Duplicate: duplicate++; break;
                case Outcome.Conflict: conflict++; break;
                case Outcome.Rejected: rejected++; break;
                default: throw new InvalidOperationException($"Record {i} of the batch has no outcome.");
            }
        }
        exceptions = applied == records ? [] : new RecordException[records - applied];
        for (int i = 0, at = 0; at < exceptions.Length; i++)
            if (_outcomes[i] is { Outcome: not Outcome.Applied } o) exceptions[at++] = new RecordException(i, o.Outcome, o.Reason);
        return new BatchCounts(applied, duplicate, conflict, rejected);
    }
}
