using CustomerGrains.Domain.Rollups;

namespace CustomerGrains.Grains.Rollups;

/// <param name="IsContinued">Only those behind <paramref name="Amount"/> and <paramref name="SubscriberId"/>: <see cref="MemberCursor"/>.</param>
/// <param name="Size">Members at most.</param>
[GenerateSerializer, Immutable, Alias("cg.MemberQuery")]
public sealed record MemberQuery(
    [property: Id(0)] MemberOrder Order,
    [property: Id(1)] int Size,
    [property: Id(2)] bool IsContinued,
    [property: Id(3)] long Amount,
    [property: Id(4)] string SubscriberId);
