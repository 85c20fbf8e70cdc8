namespace CustomerGrains.Server.Operations;

/// <summary>How many grains are active; each host counts in its own way.</summary>
public interface IGrainCensus
{
    /// <summary>Activations in the cluster.</summary>
    ValueTask<long> CountAsync();
}
