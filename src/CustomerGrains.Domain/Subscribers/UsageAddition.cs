namespace CustomerGrains.Domain.Subscribers;

/// <summary>What one record adds to one measure of a period.</summary>
internal readonly struct UsageAddition(UsageMeasure measure, uint count, ulong amount)
{
    public readonly UsageMeasure Measure = measure;
    public readonly uint Count = count;
    public readonly ulong Amount = amount;
}
