using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Consumption;

/// <summary>One service in one direction in one period: all its measures, what was taken back subtracted.</summary>
public sealed class UsageLine
{
    private const int Measures = (int)UsageMeasure.OtherCurrency + 1;

    private readonly long[] _counts = new long[Measures];
    private readonly long[] _amounts = new long[Measures];

    private UsageLine(int period, ServiceKind service, UsageDirection direction) => (Period, Service, Direction) = (period, service, direction);

    /// <summary>As <see cref="UsageTotal.Period"/>.</summary>
    public int Period { get; }

    public ServiceKind Service { get; }

    public UsageDirection Direction { get; }

    /// <summary>Events that were taken back, and are subtracted already.</summary>
    public long Reversed { get; private set; }

    /// <summary>Events; never below 0, though something may be taken back before it comes.</summary>
    public ulong Count(UsageMeasure measure) => (ulong)Math.Max(0, _counts[(int)measure]);

    /// <summary>In the measure's unit; never below 0.</summary>
    public ulong Amount(UsageMeasure measure) => (ulong)Math.Max(0, _amounts[(int)measure]);

    /// <summary>Charges less credits, millionths of the store's currency.</summary>
    public long ChargeMicros => _amounts[(int)UsageMeasure.Charge];

    /// <summary>The lines of some periods, in the order of periods, services and directions.</summary>
    public static List<UsageLine> Of(ReadOnlySpan<UsageTotal> totals)
    {
        var lines = new List<UsageLine>();
        foreach (ref readonly var total in totals)
        {
            var line = Find(lines, total);
            var sign = total.IsReversal ? -1 : 1;
            line._counts[(int)total.Measure] += sign * (long)total.Count;
            line._amounts[(int)total.Measure] += sign * total.Amount;
            if (total.IsReversal && total.Measure == UsageMeasure.All) line.Reversed = total.Count;
        }
        return lines;
    }

    /// <summary>What was taken back stands before or behind the line of its direction, with the other direction between.</summary>
    private static UsageLine Find(List<UsageLine> lines, in UsageTotal total)
    {
        for (var i = lines.Count - 1; i >= 0 && lines[i].Period == total.Period && lines[i].Service == total.Service; i--)
            if (lines[i].Direction == total.Direction) return lines[i];
        var line = new UsageLine(total.Period, total.Service, total.Direction);
        // Outgoing first.
        var at = lines.Count;
        if (at > 0 && lines[at - 1].Period == total.Period && lines[at - 1].Service == total.Service && lines[at - 1].Direction > line.Direction) at--;
        lines.Insert(at, line);
        return line;
    }
}
