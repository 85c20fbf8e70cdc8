namespace Orleans.Concurrency;

/// <summary>On a method of a grain interface: calls of such methods may interleave with each other, never with others.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
