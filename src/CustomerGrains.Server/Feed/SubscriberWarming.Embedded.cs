using CustomerGrains.Grains.Entities;
using Orleans.Embedded;

namespace CustomerGrains.Server.Feed;

/// <summary>A batch's subscribers lie all over the memory, two dozen cache lines each, and a turn waits for one line after the
/// other. Read beforehand, step by step for many subscribers together, the waits overlap.</summary>
internal sealed class SubscriberWarming
{
    /// <summary>Subscribers looked at together: their lines fit into the first-level cache beside what the turns themselves need.</summary>
    internal const int Ahead = 16;

    private readonly object?[] _grains = new object?[Ahead];

    /// <summary>Keeps what was read, so that the reading is done.</summary>
    private int _sum;

    /// <param name="groups">At most <see cref="Ahead"/>.</param>
    internal void Touch(ReadOnlySpan<SliceGroups.Group> groups)
    {
        var grains = _grains.AsSpan(0, groups.Length);
        for (var i = 0; i < grains.Length; i++) grains[i] = groups[i].Route.Grain;
        LocalGrain.Peek(grains);
        var sum = 0;
        foreach (var grain in grains) sum += (grain as IWarmable)?.TouchFirst() ?? 0;
        foreach (var grain in grains) sum += (grain as IWarmable)?.TouchRest() ?? 0;
        _sum = sum;
        grains.Clear();
    }
}
