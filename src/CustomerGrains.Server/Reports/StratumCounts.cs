namespace CustomerGrains.Server.Reports;

/// <summary>Those of one stratum, and those of them that left.</summary>
internal readonly record struct StratumCounts(long Holders, long HoldersLeft, long Others, long OthersLeft)
{
    internal bool IsComparable => Holders > 0 && Others > 0;
}
