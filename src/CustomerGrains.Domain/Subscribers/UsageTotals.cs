using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>Totals by period, service, direction and measure over a sliding window that ends at the latest period seen; sparse,
/// ordered. Which records came in which order leaves no trace: what falls out of the window later would not have been let in.</summary>
public struct UsageTotals
{
    private UsageTotal[] _totals;
    private int _count;

    public static UsageTotals Empty => new() { _totals = [] };

    /// <summary>By period, service, direction, measure.</summary>
    public readonly ReadOnlySpan<UsageTotal> All => _totals.AsSpan(0, _count);

    /// <summary>Adds usage of a period, unless it lies before the window of <paramref name="window"/> periods.</summary>
    /// <param name="additions">At least one, in ascending order of their measures.</param>
    internal void Add(int period, int window, ServiceKind service, UsageDirection direction, bool isReversal, ReadOnlySpan<UsageAddition> additions)
    {
        var latest = _count > 0 ? _totals[_count - 1].Period : int.MinValue;
        if (latest != int.MinValue && period <= latest - window) return;
        var place = UsageSlot.Of(period, service, direction, isReversal);
        var at = _count;
        while (at > 0 && _totals[at - 1].Slot >= place) at--;
        foreach (ref readonly var addition in additions)
        {
            var slot = place + (int)addition.Measure;
            while (at < _count && _totals[at].Slot < slot) at++;
            if (at == _count || _totals[at].Slot != slot) Insert(at, slot);
            ref var total = ref _totals[at++];
            total.Count = (uint)Math.Min(uint.MaxValue, total.Count + (ulong)addition.Count);
            total.Amount = (long)Math.Min(long.MaxValue, (ulong)total.Amount + Math.Min(addition.Amount, long.MaxValue));
        }
        if (period > latest) Evict(period - window);
    }

    /// <summary>Takes out what was added before, where the period is still in the window and the sum is not at the largest number: only
    /// there could the order show.</summary>
    internal void Remove(int period, ServiceKind service, UsageDirection direction, ReadOnlySpan<UsageAddition> additions)
    {
        var place = UsageSlot.Of(period, service, direction, isReversal: false);
        var at = _count;
        while (at > 0 && _totals[at - 1].Slot >= place) at--;
        foreach (ref readonly var addition in additions)
        {
            var slot = place + (int)addition.Measure;
            while (at < _count && _totals[at].Slot < slot) at++;
            if (at == _count || _totals[at].Slot != slot) continue;
            ref var total = ref _totals[at];
            if (total.Count != uint.MaxValue) total.Count -= Math.Min(total.Count, addition.Count);
            if (total.Amount != long.MaxValue) total.Amount -= (long)Math.Min((ulong)total.Amount, addition.Amount);
            // The records of a session each have the other measures where they began; minutes are there for the session alone.
            if (addition.Measure == UsageMeasure.BilledMinutes && total.Amount == 0) Delete(at);
        }
    }

    /// <inheritdoc cref="Entities.IEntityState.Touch"/>
    internal readonly int Touch()
    {
        var (totals, last) = (_totals, _count - 1);
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

    private void Insert(int at, int slot)
    {
        // Grown by an eighth: a million subscribers hold these.
        if (_count == _totals.Length) Array.Resize(ref _totals, Math.Max(4, _count + _count / 8 + 1));
        if (at < _count) _totals.AsSpan(at, _count - at).CopyTo(_totals.AsSpan(at + 1));
        _totals[at] = new UsageTotal(slot);
        _count++;
    }

    private void Delete(int at)
    {
        _count--;
        _totals.AsSpan(at + 1, _count - at).CopyTo(_totals.AsSpan(at));
    }

    private void Evict(int lastOutside)
    {
        var gone = 0;
        while (_totals[gone].Period <= lastOutside) gone++;
        if (gone == 0) return;
        _count -= gone;
        _totals.AsSpan(gone, _count).CopyTo(_totals);
    }
}
