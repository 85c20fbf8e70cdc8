using Orleans.Metadata;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The lasting name of a grain class: the first part of the ids of its grains.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute : Attribute, IGrainTypeProviderAttribute
{
    private readonly GrainType _grainType;

    /// <summary>Gives the grain class its name.</summary>
    public GrainTypeAttribute(string grainType) => _grainType = GrainType.Create(grainType);

    /// <summary>The name, as the type part of a grain id.</summary>
    public GrainType GetGrainType(IServiceProvider services, Type type) => _grainType;
}
