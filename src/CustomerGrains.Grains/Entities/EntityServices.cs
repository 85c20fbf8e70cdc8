using CustomerGrains.Domain.Time;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Entities;

/// <summary>What every entity's grain needs of its process.</summary>
public sealed class EntityServices
{
    public EntityServices(IFactLog log, IBusinessClock clock, TimeProvider time)
    {
        Log = log;
        Clock = clock;
        Time = time;
    }

    public IFactLog Log { get; }

    /// <summary>Business time: what folds see.</summary>
    public IBusinessClock Clock { get; }

    /// <summary>Operational time: retries.</summary>
    public TimeProvider Time { get; }

    /// <summary>Entities that cannot deliver their effects by themselves any more.</summary>
    public OriginsToWake OriginsToWake { get; } = new();
}
