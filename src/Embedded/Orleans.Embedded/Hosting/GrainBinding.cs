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

    internal GrainProxy Create(string key) => _interface.Create(this, key);

    /// <summary>The reference that the living activation has, or a new one.</summary>
    internal GrainProxy Reference(string key)
    {
        if (Class.Find(key) is not { } activation)
            return Create(key);
        if (activation.Reference is { } known && known.Binding == this)
            return known;
        var reference = Create(key);
        reference.RouteTo(activation);
        activation.RememberReference(reference);
        return reference;
    }

    internal GrainBinding Rebind(Type interfaceType) => Host.Catalog.Bind(Class, interfaceType);
}
