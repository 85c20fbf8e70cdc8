using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>All grain classes and interfaces of the process, and which belongs to which.</summary>
internal sealed class GrainCatalog
{
    private readonly EmbeddedGrainHost _host;
    private readonly Dictionary<Type, GrainInterfaceEntry> _interfaces = [];
    private readonly Dictionary<GrainType, GrainClass> _classes = [];
    private readonly ConcurrentDictionary<Type, GrainBinding> _bindings = new();
    private readonly ConcurrentDictionary<(GrainClass? Class, Type Interface), GrainBinding> _bindingsOfClasses = new();

    public GrainCatalog(EmbeddedGrainHost host, IEnumerable<Assembly> assemblies)
    {
        _host = host;
        foreach (var assembly in assemblies)
        {
            if (assembly.GetCustomAttribute<GrainManifestAttribute>() is not { } attribute)
                continue;
            var manifest = (GrainManifest)Activator.CreateInstance(attribute.Manifest, nonPublic: true)!;
            foreach (var entry in manifest.Interfaces)
                _interfaces.Add(entry.Type, entry);
            foreach (var type in manifest.Classes)
            {
                var grainClass = new GrainClass(host, type);
                if (!_classes.TryAdd(grainClass.GrainType, grainClass))
                    throw new InvalidOperationException($"{type} and {_classes[grainClass.GrainType].Type} are both of grain type {grainClass.GrainType}.");
            }
        }
    }

    public IReadOnlyCollection<GrainClass> Classes => _classes.Values;

    /// <summary>The interface, implemented by the only class that does, or by the one that the prefix or the name points at.</summary>
    public GrainBinding Bind(Type interfaceType, string? classPrefix)
    {
        if (classPrefix is null)
        {
            return _bindings.TryGetValue(interfaceType, out var known)
                ? known
                : _bindings.GetOrAdd(interfaceType, static (type, catalog) => catalog.Bind(catalog.ClassOf(type, null), type), this);
        }

        return Bind(ClassOf(interfaceType, classPrefix), interfaceType);
    }

    public GrainBinding Bind(GrainType grainType, Type interfaceType) =>
        _classes.TryGetValue(grainType, out var grainClass)
            ? Bind(grainClass, interfaceType)
            : throw new ArgumentException($"There is no grain class of type {grainType}.", nameof(grainType));

    public GrainBinding Bind(GrainClass grainClass, Type interfaceType) =>
        _bindingsOfClasses.TryGetValue((grainClass, interfaceType), out var known)
            ? known
            : interfaceType.IsAssignableFrom(grainClass.Type)
                ? _bindingsOfClasses.GetOrAdd((grainClass, interfaceType), new GrainBinding(_host, Entry(interfaceType), grainClass))
                : throw new InvalidCastException($"{grainClass.Type} does not implement {interfaceType}.");

    /// <summary>The class through one of its interfaces.</summary>
    public GrainBinding BindAny(GrainClass grainClass) =>
        Bind(grainClass, grainClass.Type.GetInterfaces().FirstOrDefault(_interfaces.ContainsKey)
            ?? throw new InvalidOperationException($"{grainClass.Type} implements no grain interface."));

    public GrainBinding BindObserver(Type interfaceType) =>
        _bindingsOfClasses.GetOrAdd((null, interfaceType), _ => new GrainBinding(_host, Entry(interfaceType), null));

    private GrainInterfaceEntry Entry(Type interfaceType) =>
        _interfaces.TryGetValue(interfaceType, out var entry)
            ? entry
            : throw new ArgumentException($"{interfaceType} is no grain interface that the generator has seen; is its assembly built with it, and referenced?", nameof(interfaceType));

    private GrainClass ClassOf(Type interfaceType, string? prefix)
    {
        var candidates = _classes.Values.Where(c => interfaceType.IsAssignableFrom(c.Type)).ToList();
        if (prefix is not null)
            candidates.RemoveAll(c => c.Type.FullName?.StartsWith(prefix, StringComparison.Ordinal) != true);
        else if (candidates.Count > 1 && candidates.Find(c => "I" + c.Type.Name == interfaceType.Name) is { } named)
            return named;
        return candidates switch
        {
            [var only] => only,
            [] => throw new ArgumentException($"No grain class implements {interfaceType}{(prefix is null ? "" : $" with a name that begins with {prefix}")}.", nameof(interfaceType)),
            _ => throw new ArgumentException($"More than one grain class implements {interfaceType}: {string.Join(", ", candidates.Select(c => c.Type))}. Say which by the prefix of its name.", nameof(interfaceType)),
        };
    }
}
