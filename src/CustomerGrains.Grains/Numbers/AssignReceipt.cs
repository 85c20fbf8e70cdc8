namespace CustomerGrains.Grains.Numbers;

/// <param name="HeldBy">Empty = done; else who holds the number in some of that time, and nothing was changed.</param>
[GenerateSerializer, Immutable, Alias("cg.AssignReceipt")]
public readonly record struct AssignReceipt([property: Id(0)] string HeldBy);
