using CustomerGrains.Domain.Parties;

namespace CustomerGrains.Domain.Policies;

/// <summary>Who is believed on one field.</summary>
public sealed record FieldSources
{
    public PartyField Field { get; init; }

    /// <summary>Source systems, first one first; it takes the place of the general order.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];
}
