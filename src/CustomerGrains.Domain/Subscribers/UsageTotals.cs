using System.Numerics;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>Totals by period, service, direction and measure over a sliding window that ends at the latest period seen; sparse,
/// ordered. Which records came in which order leaves no trace: what falls out of the window later would not have been let in.</summary>
public struct UsageTotals
{
    private UsageTotal[] _totals;

    /// <summary>Place of the oldest: what falls out of the window is left where it is until its room is needed.</summary>
    private int _first;
    private int _count;

    public static UsageTotals Empty => new() { _totals = [] };

    /// <summary>By period, service, direction, measure.</summary>
    public readonly ReadOnlySpan<UsageTotal> All => Kept;

    private readonly Span<UsageTotal> Kept => _totals.AsSpan(_first, _count);

    /// <summary>Adds usage of a period, unless it lies before the window of <paramref name="window"/> periods.</summary>
    /// <param name="measures">Of <paramref name="additions"/>, those that are kept by such periods; at least one.</param>
    internal void Add(int period, int window, ServiceKind service, UsageDirection direction, bool isReversal, uint measures, in UsageAdditions additions)
    {
        var totals = Kept;
        var place = UsageSlot.Of(period, service, direction, isReversal);
        if (totals.IsEmpty || period > totals[^1].Period)
        {
            Evict(period - window);
            Append(place, measures, additions);
            return;
        }
        if (period <= totals[^1].Period - window) return;
        var at = IndexOf(totals, place);
        for (; measures != 0; measures &= measures - 1)
        {
            var measure = UsageAdditions.First(measures);
            var slot = place + (int)measure;
            while (at < totals.Length && totals[at].Slot < slot) at++;
            if (at == totals.Length || totals[at].Slot != slot) totals = Insert(at, slot);
            totals[at++].Add(additions.CountOf(measure), additions.AmountOf(measure));
        }
    }

    /// <summary>Takes out what was added before, where the period is still in the window and the sum is not at the largest number: only
    /// there could the order show.</summary>
    /// <inheritdoc cref="Add" path="/param"/>
    internal void Remove(int period, ServiceKind service, UsageDirection direction, uint measures, in UsageAdditions additions)
    {
        var totals = Kept;
        var place = UsageSlot.Of(period, service, direction, isReversal: false);
        var at = IndexOf(totals, place);
        for (; measures != 0; measures &= measures - 1)
        {
            var measure = UsageAdditions.First(measures);
            var slot = place + (int)measure;
            while (at < totals.Length && totals[at].Slot < slot) at++;
            if (at == totals.Length || totals[at].Slot != slot) continue;
            ref var total = ref totals[at];
            if (total.Count != uint.MaxValue) total.Count -= Math.Min(total.Count, additions.CountOf(measure));
            if (total.Amount != long.MaxValue) total.Amount -= (long)Math.Min((ulong)total.Amount, additions.AmountOf(measure));
            // The records of a session each have the other measures where they began; minutes are there for the session alone.
            if (measure == UsageMeasure.BilledMinutes && total.Amount == 0) totals = Delete(at);
        }
    }

    /// <inheritdoc cref="Entities.IEntityState.Touch"/>
    internal readonly int Touch()
    {
        var (totals, last) = (_totals, _first + _count - 1);
        return (uint)last < (uint)totals.Length ? (int)totals[last].Count : 0;
    }

    /// <summary>Per total: varint distance of its place from the one before (the first: its 32 bits), varint count, varint amount.</summary>
    public readonly void WriteTo(ByteWriter writer)
    {
        writer.Count(_count);
        var before = 0;
        foreach (var total in All)
        {
            writer.Varint((uint)(total.Slot - before));
            writer.Varint(total.Count);
            writer.Varint((ulong)total.Amount);
            before = total.Slot;
        }
    }

    public static UsageTotals Read(ref ByteReader reader)
    {
        var count = reader.Count(bytesEach: 3);
        var totals = new UsageTotals { _totals = new UsageTotal[count], _count = count };
        long slot = 0;
        for (var i = 0; i < count; i++)
        {
            var step = reader.Varint();
            // The first may lie before 1970 and is then written as the 32 bits that it has.
            slot = i == 0 && step <= uint.MaxValue ? (int)(uint)step : step is > 0 and <= uint.MaxValue ? slot + (long)step : long.MaxValue;
            var (events, amount) = (reader.Varint(), reader.Varint());
            if (slot > int.MaxValue || events > uint.MaxValue || amount > long.MaxValue) throw new CorruptDataException("A total of usage is out of range or out of order.");
            totals._totals[i] = new UsageTotal((int)slot) { Count = (uint)events, Amount = (long)amount };
            if (totals._totals[i].Measure > UsageMeasure.OtherCurrency) throw new CorruptDataException("A total of usage is of no known measure.");
        }
        return totals;
    }

    /// <summary>Where the first total stands whose place is this one or behind it. From the end: usage is mostly the latest.</summary>
    private static int IndexOf(ReadOnlySpan<UsageTotal> totals, int place)
    {
        var at = totals.Length;
        while (at > 0 && totals[at - 1].Slot >= place) at--;
        return at;
    }

    private void Append(int place, uint measures, in UsageAdditions additions)
    {
        MakeRoom(BitOperations.PopCount(measures));
        for (; measures != 0; measures &= measures - 1)
        {
            var measure = UsageAdditions.First(measures);
            ref var total = ref _totals[_first + _count++];
            total = new UsageTotal(place + (int)measure);
            total.Add(additions.CountOf(measure), additions.AmountOf(measure));
        }
    }

    private Span<UsageTotal> Insert(int at, int slot)
    {
        MakeRoom(1);
        _count++;
        var totals = Kept;
        totals[at..^1].CopyTo(totals[(at + 1)..]);
        totals[at] = new UsageTotal(slot);
        return totals;
    }

    private Span<UsageTotal> Delete(int at)
    {
        var totals = Kept;
        totals[(at + 1)..].CopyTo(totals[at..]);
        _count--;
        return Kept;
    }

    private void Evict(int lastOutside)
    {
        while (_count > 0 && _totals[_first].Period <= lastOutside)
        {
            _first++;
            _count--;
        }
    }

    /// <summary>Behind the last one. Where the oldest have left enough of it the others move up; else it is made, an eighth more than there is and two at least: a
    /// million subscribers hold these.</summary>
    private void MakeRoom(int count)
    {
        if (_first + _count + count <= _totals.Length) return;
        var totals = _count + count <= _totals.Length ? _totals : new UsageTotal[Math.Max(4, _count + count + Math.Max(2, _count / 8))];
        Kept.CopyTo(totals);
        (_totals, _first) = (totals, 0);
    }
}
