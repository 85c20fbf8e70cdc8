using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Relationships;

/// <summary>Sums by month over a window that ends, for each kind, with the latest month of that kind. Which facts came in which order
/// leaves no trace: additions commute, also beyond the largest number, and what falls out of the window would not be let in.</summary>
internal struct MonthSums
{
    /// <summary>Months that are kept.</summary>
    internal const int Window = 14;

    private MonthSum[] _sums;

    internal static MonthSums Empty => new() { _sums = [] };

    /// <summary>By kind and month.</summary>
    internal readonly ReadOnlySpan<MonthSum> All => _sums;

    internal void Add(BusinessFact fact, Calendar calendar)
    {
        switch (fact)
        {
            case BillAdjusted f: Add(MonthSumKind.Adjustments, f.Month, f.AmountMicros); break;
            case PaymentReceived f: Add(MonthSumKind.Payments, MonthOf(f), f.AmountMicros); break;
            case Recharged f: Add(MonthSumKind.Recharges, MonthOf(f), f.AmountMicros); break;
            case InteractionRecorded f:
                Add(MonthSumKind.Contacts, MonthOf(f), f.HandlingSeconds);
                if (f is { Channel: ContactChannel.Hotline, Direction: ContactDirection.Inbound }) Add(MonthSumKind.HotlineCalls, MonthOf(f), f.WaitingSeconds);
                break;
            default: break;
        }

        int MonthOf(BusinessFact f) => Calendar.MonthOf(calendar.DayOf(f.Time));
    }

    private void Add(MonthSumKind kind, int month, long amount)
    {
        var sums = new List<MonthSum>(_sums.Length + 1);
        var latest = month;
        foreach (var sum in _sums)
            if (sum.Kind == kind) latest = Math.Max(latest, sum.Month);
        var isAdded = month <= latest - Window;
        foreach (var sum in _sums)
        {
            if (sum.Kind == kind && sum.Month <= latest - Window) continue;
            if (!isAdded && (sum.Kind, sum.Month).CompareTo((kind, month)) >= 0)
            {
                isAdded = true;
                if (sum.Kind == kind && sum.Month == month)
                {
                    sums.Add(sum with { Count = unchecked(sum.Count + 1) & int.MaxValue, Amount = unchecked(sum.Amount + amount) });
                    continue;
                }
                sums.Add(new MonthSum(kind, month, 1, amount));
            }
            sums.Add(sum);
        }
        if (!isAdded) sums.Add(new MonthSum(kind, month, 1, amount));
        _sums = [.. sums];
    }

    /// <summary>Varint number of them, then per sum: byte kind, varint month, varint count, signed varint amount.</summary>
    internal readonly void WriteTo(ByteWriter writer)
    {
        writer.Count(_sums.Length);
        foreach (var sum in _sums)
        {
            writer.Byte((byte)sum.Kind);
            writer.Count(sum.Month);
            writer.Count(sum.Count);
            writer.SignedVarint(sum.Amount);
        }
    }

    internal static MonthSums Read(ref ByteReader reader)
    {
        var sums = new MonthSums { _sums = new MonthSum[reader.Count(bytesEach: 4)] };
        for (var i = 0; i < sums._sums.Length; i++)
        {
            sums._sums[i] = new MonthSum(reader.Enum<MonthSumKind>(), reader.Count(), reader.Count(), reader.SignedVarint());
            if (i > 0 && (sums._sums[i - 1].Kind, sums._sums[i - 1].Month).CompareTo((sums._sums[i].Kind, sums._sums[i].Month)) >= 0) throw new CorruptDataException("Sums by month are out of order.");
        }
        return sums;
    }
}
