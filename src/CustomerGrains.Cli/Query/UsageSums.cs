using CustomerGrains.V1;

namespace CustomerGrains.Cli.Query;

/// <summary>Usage of both directions, or of several services, in one.</summary>
internal static class UsageSums
{
    /// <summary>The sum of all fields; its splits are all there, with zeros where nothing was used.</summary>
    public static ServiceUsage Of(IEnumerable<ServiceUsage> usages)
    {
        var sum = Empty();
        foreach (var usage in usages)
        {
            sum.Count += usage.Count;
            sum.DurationSeconds += usage.DurationSeconds;
            sum.Octets += usage.Octets;
            sum.BilledMinutes += usage.BilledMinutes;
            sum.ChargeMicros += usage.ChargeMicros;
            sum.Dropped += usage.Dropped;
            sum.Reversed += usage.Reversed;
            sum.OtherCurrencyRecords += usage.OtherCurrencyRecords;
            Add(sum.OnNet, usage.OnNet);
            Add(sum.OffNet, usage.OffNet);
            Add(sum.Local, usage.Local);
            Add(sum.LongDistance, usage.LongDistance);
            Add(sum.International, usage.International);
            Add(sum.Roaming, usage.Roaming);
            Add(sum.Peak, usage.Peak);
            Add(sum.OffPeak, usage.OffPeak);
        }

        return sum;
    }

    private static ServiceUsage Empty() => new()
    {
        OnNet = new UsageSplit(),
        OffNet = new UsageSplit(),
        Local = new UsageSplit(),
        LongDistance = new UsageSplit(),
        International = new UsageSplit(),
        Roaming = new UsageSplit(),
        Peak = new UsageSplit(),
        OffPeak = new UsageSplit(),
    };

    private static void Add(UsageSplit sum, UsageSplit? split)
    {
        if (split is null) return;
        sum.Count += split.Count;
        sum.DurationSeconds += split.DurationSeconds;
        sum.Octets += split.Octets;
    }
}
