using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>A grain class: its name, its activations, how its objects are made, how long they may idle.</summary>
internal sealed class GrainClass
{
    private readonly ActivationTable _table = new();
    private readonly ConcurrentDictionary<Activation, byte> _forked = new();
    private readonly GrainConstructor _constructor;

    public GrainClass(EmbeddedGrainHost host, Type type)
    {
        Host = host;
        Type = type;
        GrainType = GrainTypeOf(host, type);
        CollectionTicks = TicksOf(host, type);
        _constructor = new GrainConstructor(host, type);
    }

    public EmbeddedGrainHost Host { get; }

    public Type Type { get; }

    public GrainType GrainType { get; }

    /// <summary>Idle ticks after which an activation is collected; null for never.</summary>
    public int? CollectionTicks { get; }

    public int Count => _table.Count + _forked.Count;

    /// <summary>The activation with this key, made if there is none; null when the host is stopped.</summary>
    public Activation? GetOrActivate(string key) =>
        Host.IsStopped ? null : _table.GetOrAdd(this, key, ActivationTable.HashOf(key));

    public Activation? Find(string key) => _table.Find(key, ActivationTable.HashOf(key));

    public void Forget(Activation activation)
    {
        if (!_table.Remove(activation))
            _forked.TryRemove(activation, out _);
    }

    /// <summary>Takes the activation out of the catalog while it lives on: those who know it still reach it.</summary>
    public bool Fork(string key)
    {
        if (Find(key) is not { } activation)
            return false;

        // First in the one list, then out of the other: an activation that ends meanwhile is forgotten by both.
        _forked.TryAdd(activation, 0);
        var forked = _table.Remove(activation);
        if (!forked || activation.IsDead)
            _forked.TryRemove(activation, out _);
        return forked;
    }

    public IEnumerable<Activation> All() => _table.All().Concat(_forked.Keys);

    public object Create(Activation activation, out IPersistentStateReader[]? states) => _constructor.Create(activation, out states);

    public GrainBinding Bind(Type interfaceType) => Host.Catalog.Bind(this, interfaceType);

    public GrainReference AnyReference(string key) => Host.Catalog.BindAny(this).Reference(key);

    private static GrainType GrainTypeOf(EmbeddedGrainHost host, Type type)
    {
        foreach (var attribute in type.GetCustomAttributes(inherit: false))
        {
            if (attribute is IGrainTypeProviderAttribute provider)
                return provider.GetGrainType(host.ServiceProvider, type);
        }

        // Orleans' convention: the name of the class in lower case, without "Grain".
        var name = type.Name.ToLowerInvariant();
        return GrainType.Create(name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name);
    }

    private static int? TicksOf(EmbeddedGrainHost host, Type type)
    {
        var options = host.Options;
        if (!options.CollectionAges.TryGetValue(type, out var age))
        {
            age = options.CollectionAge;
            var properties = new Dictionary<string, string>();
            foreach (var provider in type.GetCustomAttributes().OfType<IGrainPropertiesProviderAttribute>())
                provider.Populate(host.ServiceProvider, type, default, properties);
            if (properties.TryGetValue(GrainPropertyNames.IdleDeactivationPeriod, out var text))
            {
                if (text == GrainPropertyNames.Indefinite)
                    return null;
                age = TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return age == Timeout.InfiniteTimeSpan ? null : (int)Math.Ceiling(age / options.CollectionQuantum);
    }
}
