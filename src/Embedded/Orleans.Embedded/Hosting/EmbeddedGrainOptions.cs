using System.Reflection;

namespace Orleans.Embedded;

/// <summary>How the grain host runs.</summary>
public sealed class EmbeddedGrainOptions
{
    /// <summary>
    /// How long a caller waits for an answer before <see cref="TimeoutException"/>, and an activation for its start and its end.
    /// A caller is told up to a tenth of it, at most a second, later.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an activation is idle before it is collected; infinite for never. Not before this, and at most two
    /// <see cref="CollectionQuantum"/> after it.
    /// </summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Ages of single grain classes; they go before <see cref="CollectionAgeLimitAttribute"/>.</summary>
    public IDictionary<Type, TimeSpan> CollectionAges { get; } = new Dictionary<Type, TimeSpan>();

    /// <summary>How often idle activations are looked for, and how exactly idleness is known.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the host waits at its stop for the ends of its activations; the host's own stop token may be sooner.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What may go wrong, on purpose, in tests; null for nothing.</summary>
    public StrictMode? Strict { get; set; }

    /// <summary>Assemblies with grains besides those that are loaded or referenced.</summary>
    public IList<Assembly> Assemblies { get; } = [];

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ResponseTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(CollectionQuantum, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ShutdownTimeout, TimeSpan.Zero);
        foreach (var age in CollectionAges.Values.Append(CollectionAge))
        {
            if (age != Timeout.InfiniteTimeSpan)
                ArgumentOutOfRangeException.ThrowIfLessThan(age, CollectionQuantum, nameof(CollectionAge));
        }
    }
}
