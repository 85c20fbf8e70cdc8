using System.ComponentModel;

namespace Orleans.Embedded;

/// <summary>An interface that grains or observers are called through.</summary>
/// <param name="Type">The interface.</param>
/// <param name="Name">Its alias.</param>
/// <param name="Create">Makes a reference.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GrainInterfaceEntry(Type Type, string Name, Func<GrainBinding, string, GrainProxy> Create);
