using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Figures for metrics; each is counted when asked for, none on the path of a call.</summary>
public sealed class EmbeddedGrainStatistics
{
    private readonly EmbeddedGrainHost _host;

    internal EmbeddedGrainStatistics(EmbeddedGrainHost host) => _host = host;

    /// <summary>Activations alive.</summary>
    public int Activations => _host.Catalog.Classes.Sum(c => c.Count);

    /// <summary>Activations alive, by grain type.</summary>
    public IReadOnlyDictionary<GrainType, int> ActivationsByType => _host.Catalog.Classes.ToDictionary(c => c.GrainType, c => c.Count);
}
