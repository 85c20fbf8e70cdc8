using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>The records of one call or data session, as far as they are known.</summary>
/// <param name="Start">Of the earliest, seconds since 1970-01-01 UTC.</param>
/// <param name="Seconds">Of all of them.</param>
/// <param name="Attributes">Of the earliest.</param>
internal readonly record struct Session(long Start, uint Seconds, UsageAttributes Attributes)
{
    /// <summary>With one more record. Of two that begin at the same second the attributes do not depend on which came first.</summary>
    internal Session With(in Session record) => new(
        Math.Min(Start, record.Start),
        (uint)Math.Min(uint.MaxValue, (ulong)Seconds + record.Seconds),
        record.Start < Start ? record.Attributes : record.Start > Start ? Attributes : (UsageAttributes)Math.Max((ushort)Attributes, (ushort)record.Attributes));
}
