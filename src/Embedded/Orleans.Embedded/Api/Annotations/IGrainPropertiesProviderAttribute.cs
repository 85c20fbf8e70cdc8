using Orleans.Runtime;

namespace Orleans.Metadata;

/// <summary>An attribute of a grain class that sets some of its properties.</summary>
public interface IGrainPropertiesProviderAttribute
{
    /// <summary>Writes what the attribute says into <paramref name="properties"/>.</summary>
    void Populate(IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties);
}
