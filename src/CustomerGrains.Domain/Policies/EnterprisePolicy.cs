namespace CustomerGrains.Domain.Policies;

/// <summary>Which enterprises make their members important (domain §3.3, §3.7).</summary>
public sealed record EnterprisePolicy
{
    /// <summary>Classes of enterprise groups whose key members are important by value and by retention, as the groups' facts name them.</summary>
    public IReadOnlyList<string> KeyClasses { get; init; } = ["A"];
}
