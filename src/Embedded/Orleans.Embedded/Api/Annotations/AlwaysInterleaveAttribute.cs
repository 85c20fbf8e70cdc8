namespace Orleans.Concurrency;

/// <summary>On a method of a grain interface: its calls may interleave with any other.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
