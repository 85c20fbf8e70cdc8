namespace CustomerGrains.Domain.Rollups;

/// <summary>How members are listed. The numbers are those of the API.</summary>
public enum MemberOrder : byte
{
    /// <summary>Most value at risk first.</summary>
    ValueAtRisk = 0,

    /// <summary>Highest average bill first.</summary>
    AverageBill = 1,

    /// <summary>By id.</summary>
    SubscriberId = 2,
}
