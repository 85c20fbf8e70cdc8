namespace CustomerGrains.Grains.Entities;

/// <summary>A grain whose memory can be brought into the processor's cache before it is called: from any thread, beside a turn. In
/// two steps, so that whoever warms many grains has each step's reads under way at the same time. The results mean nothing.</summary>
public interface IWarmable
{
    /// <summary>Reads what the grain points to.</summary>
    int TouchFirst();

    /// <summary>Reads what the next turn will read of that.</summary>
    int TouchRest();
}
