namespace CustomerGrains.Domain.Policies;

/// <summary>A policy and the number under which entries and answers name it.</summary>
/// <param name="Version">1, 2, 3 …, in the order they were put; <see cref="Policy.DefaultVersion"/> is the built-in one.</param>
public sealed record VersionedPolicy(uint Version, Policy Policy)
{
    /// <summary>What is in force before any version is activated.</summary>
    public static VersionedPolicy BuiltIn { get; } = new(Policy.DefaultVersion, Policy.Default);
}
