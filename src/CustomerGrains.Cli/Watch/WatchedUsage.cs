using CustomerGrains.Domain.Usage;
using CustomerGrains.V1;
using UsageRecord = CustomerGrains.V1.UsageRecord;

namespace CustomerGrains.Cli.Watch;

/// <summary>What a usage record says of itself, as both outputs show it.</summary>
internal static class WatchedUsage
{
    /// <summary>By its record type; outgoing when that says nothing.</summary>
    public static Direction DirectionOf(UsageRecord usage) =>
        RecordTypes.TryClassify(usage.RecordType, out _, out var direction) && direction == UsageDirection.Incoming ? Direction.Incoming : Direction.Outgoing;

    /// <summary>Both ways together.</summary>
    public static ulong Octets(UsageRecord usage) => usage.OctetsUp + usage.OctetsDown;
}
