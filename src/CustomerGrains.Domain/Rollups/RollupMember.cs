namespace CustomerGrains.Domain.Rollups;

/// <summary>A member and what it contributes.</summary>
public readonly record struct RollupMember(string SubscriberId, MemberPartial Partial);
