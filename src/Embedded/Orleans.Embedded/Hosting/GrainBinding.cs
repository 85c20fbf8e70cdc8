using System.ComponentModel;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>An interface bound to the grain class that implements it: what all references of a kind share.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainBinding
{
    private readonly GrainInterfaceEntry _interface;
    private readonly GrainClass? _class;

    internal GrainBinding(EmbeddedGrainHost host, GrainInterfaceEntry grainInterface, GrainClass? grainClass)
    {
        Host = host;
        _interface = grainInterface;
        _class = grainClass;
    }

    internal EmbeddedGrainHost Host { get; }

    /// <summary>The grain class; observers have none.</summary>
    internal GrainClass Class => _class ?? throw new InvalidOperationException($"{_interface.Type} is an observer's interface.");

    internal GrainType GrainType => _class?.GrainType ?? ObserverTarget.Type;

    internal string InterfaceName => _interface.Name;

    /// <summary>
    /// A new reference. That is cheaper than to share one per activation: the young object is in the cache, the shared one is not.
    /// </summary>
    internal GrainProxy Reference(string key) => _interface.Create(this, key);

    internal GrainBinding Rebind(Type interfaceType) => Host.Catalog.Bind(Class, interfaceType);
}
