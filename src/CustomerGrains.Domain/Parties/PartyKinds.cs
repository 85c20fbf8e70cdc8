using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Domain.Parties;

/// <summary>Kinds of parties as kinds of entities.</summary>
public static class PartyKinds
{
    public static IReadOnlyList<PartyKind> All { get; } = [PartyKind.Customer, PartyKind.Account, PartyKind.Group, PartyKind.Prospect];

    public static bool IsParty(string entityKind) => entityKind is EntityKinds.Customer or EntityKinds.Account or EntityKinds.Group or EntityKinds.Prospect;

    /// <summary>One of <see cref="EntityKinds"/>; also what people call it.</summary>
    public static string NameOf(PartyKind kind) => kind switch
    {
        PartyKind.Customer => EntityKinds.Customer,
        PartyKind.Account => EntityKinds.Account,
        PartyKind.Group => EntityKinds.Group,
        PartyKind.Prospect => EntityKinds.Prospect,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of party."),
    };

    /// <exception cref="ArgumentOutOfRangeException">Not <see cref="IsParty"/>.</exception>
    public static PartyKind Of(string entityKind) => entityKind switch
    {
        EntityKinds.Customer => PartyKind.Customer,
        EntityKinds.Account => PartyKind.Account,
        EntityKinds.Group => PartyKind.Group,
        EntityKinds.Prospect => PartyKind.Prospect,
        _ => throw new ArgumentOutOfRangeException(nameof(entityKind), entityKind, "There is no such kind of party."),
    };

    public static EntityKey KeyOf(PartyKind kind, string id) => EntityKey.Of(NameOf(kind), id);
}
