using Orleans.Embedded;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Activations of this grain class are never collected for being idle.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class KeepAliveAttribute : Attribute, IGrainPropertiesProviderAttribute
{
    /// <summary>Writes what the attribute says into the properties of the grain class.</summary>
    public void Populate(IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties) =>
        properties[GrainPropertyNames.IdleDeactivationPeriod] = GrainPropertyNames.Indefinite;
}
