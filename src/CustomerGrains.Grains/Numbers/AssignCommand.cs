namespace CustomerGrains.Grains.Numbers;

/// <param name="Number">Packed: <see cref="Domain.Numbers.PackedNumber"/>.</param>
/// <param name="From">Seconds since 1970-01-01 UTC, inclusive.</param>
/// <param name="To">Exclusive; <see cref="Domain.Numbers.NumberAssignment.Forever"/> = until further notice.</param>
/// <param name="Holder">Subscriber id.</param>
/// <param name="OnlyIfFree">Refuse when somebody else would lose some of that time.</param>
[GenerateSerializer, Immutable, Alias("cg.AssignCommand")]
public sealed record AssignCommand(
    [property: Id(0)] ulong Number,
    [property: Id(1)] long From,
    [property: Id(2)] long To,
    [property: Id(3)] string Holder,
    [property: Id(4)] bool OnlyIfFree,
    [property: Id(5)] string RequestId,
    [property: Id(6)] string Actor);
