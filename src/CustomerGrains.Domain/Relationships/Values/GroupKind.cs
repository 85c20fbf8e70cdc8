namespace CustomerGrains.Domain.Relationships;

/// <summary>What a group is. The numbers are stored and those of the API.</summary>
public enum GroupKind : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>Family plan (合家欢).</summary>
    Family = 1,

    /// <summary>Enterprise VPN (集团网).</summary>
    EnterpriseVpn = 2,

    /// <summary>Community net (群英网, 校园网).</summary>
    Community = 3,

    /// <summary>Club (俱乐部).</summary>
    Club = 4,
}
