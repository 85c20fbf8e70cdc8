using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>Totals by period, service and direction over a sliding window that ends at the latest period seen; sparse, ordered.
/// Which records came in which order leaves no trace: what falls out of the window later would not have been let in.</summary>
public struct UsageTotals
{
    private UsageTotal[] _totals;
    private int _count;

    public static UsageTotals Empty => new() { _totals = [] };

    /// <summary>By period, service, direction.</summary>
    public readonly ReadOnlySpan<UsageTotal> All => _totals.AsSpan(0, _count);

    /// <summary>Adds usage of a period, unless it lies before the window of <paramref name="window"/> periods.</summary>
    public void Add(int period, int window, ServiceKind service, UsageDirection direction, ulong count, ulong amount)
    {
        var latest = _count > 0 ? _totals[_count - 1].Period : int.MinValue;
        if (latest != int.MinValue && period <= latest - window) return;
        var slot = UsageTotal.SlotOf(period, service, direction);
        var at = _count;
        while (at > 0 && _totals[at - 1].Slot > slot) at--;
        if (at == 0 || _totals[at - 1].Slot != slot)
        {
            Insert(at, slot);
            at++;
        }
        ref var total = ref _totals[at - 1];
        total.Count = (uint)Math.Min(uint.MaxValue, total.Count + Math.Min(count, uint.MaxValue));
        total.Amount = (long)Math.Min(long.MaxValue, (ulong)total.Amount + Math.Min(amount, long.MaxValue));
        if (period > latest) Evict(period - window);
    }

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
            slot = i == 0 && step <= uint.MaxValue ? (int)(uint)step : step is > 0 and <= int.MaxValue ? slot + (long)step : long.MaxValue;
            var (events, amount) = (reader.Varint(), reader.Varint());
            if (slot > int.MaxValue || events > uint.MaxValue || amount > long.MaxValue) throw new CorruptDataException("A total of usage is out of range or out of order.");
            totals._totals[i] = new UsageTotal((int)slot) { Count = (uint)events, Amount = (long)amount };
        }
        return totals;
    }

    private void Insert(int at, int slot)
    {
        // Grown by a quarter: a million subscribers hold these.
        if (_count == _totals.Length) Array.Resize(ref _totals, Math.Max(4, _count + _count / 4 + 1));
        Array.Copy(_totals, at, _totals, at + 1, _count - at);
        _totals[at] = new UsageTotal(slot);
        _count++;
    }

    private void Evict(int lastOutside)
    {
        var gone = 0;
        while (_totals[gone].Period <= lastOutside) gone++;
        if (gone == 0) return;
        _count -= gone;
        Array.Copy(_totals, gone, _totals, 0, _count);
    }
}
