using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>What a subscriber remembers of the batches it had records in, so that a slice that comes again, early, late or
/// both, is answered as the first time (core rule 20). Small: a mark per source and open stream, and the outcomes of batches that
/// were not yet complete when it last heard of them.</summary>
public struct IntakeMemory
{
    private const int MaxIdle = 16;

    private StreamMark[] _marks;
    private Remembered[] _outcomes;
    private int _outcomeCount;

    public static IntakeMemory Empty => new() { _marks = [], _outcomes = [] };

    /// <summary>Whether the batch is known to be complete: nothing of the slice may be judged again.</summary>
    public readonly bool IsComplete(in SliceCause cause)
    {
        if (cause.Batch <= cause.Complete || cause.Ordinal < cause.LowestOpen) return true;
        foreach (var mark in _marks)
        {
            if (mark.Source != cause.Source) continue;
            if (cause.Ordinal < mark.LowestOpen) return true;
            if (mark.Ordinal == cause.Ordinal) return cause.Batch <= mark.Complete;
        }
        return false;
    }

    /// <summary>Where the batch's first remembered outcome stands; −1 when none is.</summary>
    public readonly int First(in SliceCause cause)
    {
        for (var at = 0; at < _outcomeCount; at++)
            if (_outcomes[at].IsOf(cause)) return at;
        return -1;
    }

    /// <param name="from">Where to look first; then the place behind what was found. A slice that comes again asks in the order in
    /// which its outcomes stand, so that a large one is not searched as often as it has records.</param>
    public readonly bool Find(in SliceCause cause, int index, ref int from, out Outcome outcome, out RejectReason reason)
    {
        for (var left = _outcomeCount; left > 0; left--)
        {
            if (from >= _outcomeCount) from = 0;
            ref readonly var known = ref _outcomes[from++];
            if (known.Index != index || !known.IsOf(cause)) continue;
            (outcome, reason) = (known.Outcome, known.Reason);
            return true;
        }
        (outcome, reason) = (Outcome.None, RejectReason.None);
        return false;
    }

    /// <summary>Learns which streams are open and how far they are complete, and forgets what that makes superfluous.</summary>
    public void Observe(in SliceCause cause)
    {
        var (lowest, complete) = (cause.LowestOpen, cause.Complete);
        var kept = 0;
        var known = false;
        for (var i = 0; i < _marks.Length; i++)
        {
            ref var mark = ref _marks[i];
            if (mark.Source == cause.Source)
            {
                lowest = mark.LowestOpen = Math.Max(mark.LowestOpen, lowest);
                if (mark.Ordinal == cause.Ordinal)
                {
                    complete = mark.Complete = Math.Max(mark.Complete, complete);
                    known = true;
                }
                else if (mark.Ordinal < lowest)
                {
                    continue;
                }
            }
            if (kept != i) _marks[kept] = mark;
            kept++;
        }
        if (!known || kept < _marks.Length)
        {
            Array.Resize(ref _marks, known ? kept : kept + 1);
            if (!known) _marks[kept] = new StreamMark { Source = cause.Source, LowestOpen = lowest, Ordinal = cause.Ordinal, Complete = complete };
        }

        var left = 0;
        for (var i = 0; i < _outcomeCount; i++)
        {
            ref readonly var outcome = ref _outcomes[i];
            if (outcome.Source == cause.Source && (outcome.Ordinal < lowest || (outcome.Ordinal == cause.Ordinal && outcome.Batch <= complete))) continue;
            if (left != i) _outcomes[left] = outcome;
            left++;
        }
        _outcomeCount = left;
        // What a large batch took is given back once it is complete.
        if (_outcomes.Length > MaxIdle && left < _outcomes.Length / 4) Array.Resize(ref _outcomes, Math.Max(MaxIdle, left * 2));
    }

    public void Remember(in SliceCause cause, int index, Outcome outcome, RejectReason reason)
    {
        if (_outcomeCount == _outcomes.Length) Array.Resize(ref _outcomes, _outcomeCount == 0 ? 1 : _outcomeCount * 2);
        _outcomes[_outcomeCount++] = new Remembered(cause.Ordinal, cause.Batch, cause.Source, (ushort)index, outcome, reason);
    }

    /// <inheritdoc cref="Entities.IEntityState.Touch"/>
    internal readonly int Touch()
    {
        var (marks, outcomes) = (_marks, _outcomes);
        return (marks.Length > 0 ? marks[^1].Source : 0) + (outcomes.Length > 0 ? outcomes[0].Source : 0);
    }

    public readonly void WriteTo(ByteWriter writer)
    {
        writer.Count(_marks.Length);
        foreach (var mark in _marks)
        {
            writer.Count(mark.Source);
            writer.Varint((ulong)mark.LowestOpen);
            writer.Varint((ulong)mark.Ordinal);
            writer.Varint((ulong)mark.Complete);
        }
        writer.Count(_outcomeCount);
        foreach (var known in _outcomes.AsSpan(0, _outcomeCount))
        {
            writer.Count(known.Source);
            writer.Varint((ulong)known.Ordinal);
            writer.Varint((ulong)known.Batch);
            writer.Varint(known.Index);
            writer.Byte((byte)known.Outcome);
            writer.Byte((byte)known.Reason);
        }
    }

    public static IntakeMemory Read(ref ByteReader reader)
    {
        var memory = new IntakeMemory { _marks = new StreamMark[reader.Count(bytesEach: 4)] };
        for (var i = 0; i < memory._marks.Length; i++)
            memory._marks[i] = new StreamMark { Source = reader.Count(), LowestOpen = (long)reader.Varint(), Ordinal = (long)reader.Varint(), Complete = (long)reader.Varint() };
        memory._outcomes = new Remembered[reader.Count(bytesEach: 6)];
        for (; memory._outcomeCount < memory._outcomes.Length; memory._outcomeCount++)
        {
            var source = reader.Count();
            memory._outcomes[memory._outcomeCount] = new Remembered((long)reader.Varint(), (long)reader.Varint(), source, (ushort)reader.Varint(), (Outcome)reader.Byte(), (RejectReason)reader.Byte());
        }
        return memory;
    }

    private struct StreamMark
    {
        public int Source;
        public long LowestOpen;
        public long Ordinal;
        public long Complete;
    }

    private readonly record struct Remembered(long Ordinal, long Batch, int Source, ushort Index, Outcome Outcome, RejectReason Reason)
    {
        public bool IsOf(in SliceCause cause) => Batch == cause.Batch && Ordinal == cause.Ordinal && Source == cause.Source;
    }
}
