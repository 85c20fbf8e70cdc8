using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>What a subscriber remembers of the batches it had records in, so that a slice that comes again, early, late or
/// both, is answered as the first time (core rule 20). Small: a mark per source and open stream, and the outcomes of batches that
/// were not yet complete when it last heard of them.</summary>
public struct IntakeMemory
{
    private StreamMark[] _marks;
    private Remembered[] _outcomes;
    private int _outcomeCount;

    public static IntakeMemory Empty => new() { _marks = [], _outcomes = [] };

    /// <summary>Whether the batch is known to be complete: nothing of the slice may be judged again.</summary>
    public readonly bool IsComplete(in SliceCause cause)
    {
        foreach (var mark in _marks)
        {
            if (mark.Source != cause.Source) continue;
            if (cause.Ordinal < mark.LowestOpen) return true;
            if (mark.Ordinal == cause.Ordinal) return cause.Batch <= mark.Complete;
        }
        return false;
    }

    public readonly bool Find(in SliceCause cause, int index, out Outcome outcome, out RejectReason reason)
    {
        foreach (var known in _outcomes.AsSpan(0, _outcomeCount))
        {
            if (known.Batch != cause.Batch || known.Index != index || known.Ordinal != cause.Ordinal || known.Source != cause.Source) continue;
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
            var mark = _marks[i];
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
            _marks[kept++] = mark;
        }
        if (!known || kept < _marks.Length)
        {
            Array.Resize(ref _marks, known ? kept : kept + 1);
            if (!known) _marks[kept] = new StreamMark { Source = cause.Source, LowestOpen = lowest, Ordinal = cause.Ordinal, Complete = complete };
        }

        var left = 0;
        for (var i = 0; i < _outcomeCount; i++)
        {
            var outcome = _outcomes[i];
            if (outcome.Source == cause.Source && (outcome.Ordinal < lowest || (outcome.Ordinal == cause.Ordinal && outcome.Batch <= complete))) continue;
            _outcomes[left++] = outcome;
        }
        _outcomeCount = left;
    }

    public void Remember(in SliceCause cause, int index, Outcome outcome, RejectReason reason)
    {
        if (_outcomeCount == _outcomes.Length) Array.Resize(ref _outcomes, _outcomeCount == 0 ? 1 : _outcomeCount * 2);
        _outcomes[_outcomeCount++] = new Remembered(cause.Ordinal, cause.Batch, cause.Source, (ushort)index, outcome, reason);
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

    private readonly record struct Remembered(long Ordinal, long Batch, int Source, ushort Index, Outcome Outcome, RejectReason Reason);
}
