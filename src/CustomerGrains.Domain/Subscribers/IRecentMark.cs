namespace CustomerGrains.Domain.Subscribers;

/// <summary>An entry of a <see cref="RecentTable{TMark}"/>. The default value is an unused place.</summary>
internal interface IRecentMark<TMark> : IComparable<TMark> where TMark : struct
{
    bool IsUsed { get; }

    ulong Hash { get; }

    /// <summary>Event time in seconds since 1970-01-01 UTC.</summary>
    long Time { get; }
}
