namespace CustomerGrains.Domain.Rollups;

/// <summary>What lines are rolled up to. The numbers are stored.</summary>
public enum RollupKind : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>The lines of a customer: <see cref="Relationships.CustomerLinked"/>.</summary>
    Customer = 1,

    /// <summary>The lines that an account pays for: the same.</summary>
    Account = 2,

    /// <summary>The lines in a group: <see cref="Relationships.MembershipChanged"/>.</summary>
    Group = 3,
}
