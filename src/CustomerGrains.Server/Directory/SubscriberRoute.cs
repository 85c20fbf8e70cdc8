using CustomerGrains.Grains.Subscribers;

namespace CustomerGrains.Server.Directory;

/// <summary>A subscriber's reference, kept so that no call looks it up by text.</summary>
public sealed class SubscriberRoute
{
    internal SubscriberRoute(string id, int ordinal, ISubscriberGrain grain)
    {
        Id = id;
        Ordinal = ordinal;
        Grain = grain;
    }

    public string Id { get; }

    /// <summary>Dense in this process; to group by.</summary>
    public int Ordinal { get; }

    public ISubscriberGrain Grain { get; }
}
