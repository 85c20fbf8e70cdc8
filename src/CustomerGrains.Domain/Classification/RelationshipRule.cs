namespace CustomerGrains.Domain.Classification;

/// <summary>By relationship (domain §3.2), first match: interconnect partner; existing = a line that is not terminated; historical = only
/// terminated ones, wherever it is served since (that is what win-back asks for); held by a competitor; potential.</summary>
public static class RelationshipRule
{
    public static RelationshipClass Of(in RelationshipInputs inputs)
    {
        if (inputs.IsInterconnectPartner) return RelationshipClass.InterconnectPartner;
        if (inputs.HasLine) return RelationshipClass.Existing;
        if (inputs.HadLine) return RelationshipClass.Historical;
        return inputs.IsWithCompetitor ? RelationshipClass.HeldByCompetitor : RelationshipClass.Potential;
    }
}
