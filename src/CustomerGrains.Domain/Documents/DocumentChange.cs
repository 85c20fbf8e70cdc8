namespace CustomerGrains.Domain.Documents;

/// <summary>One place at which two documents differ.</summary>
/// <param name="Path">The members down to the place, <c>value.highFromMicros</c>.</param>
/// <param name="Before">As JSON; null where there was nothing.</param>
/// <param name="After">As JSON; null where there is nothing any more.</param>
public sealed record DocumentChange(string Path, string? Before, string? After);
