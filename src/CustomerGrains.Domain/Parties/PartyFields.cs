using System.Text.Json;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Relationships;
using static CustomerGrains.Domain.Parties.PartyKind;

namespace CustomerGrains.Domain.Parties;

/// <summary>The table of fields (domain §1). A field more is a line here and a number in <see cref="PartyField"/>.</summary>
public static class PartyFields
{
    private static readonly PartyFieldRule[] Rules =
    [
        Text(PartyField.Name, 200, Customer, Group, Prospect),
        Choice<CustomerKind>(PartyField.CustomerKind, Customer, Prospect),
        Text(PartyField.Region, 64, Customer, Group, Prospect),
        Text(PartyField.Outlet, 100, Customer),
        Number(PartyField.BirthYear, 1850, 2200, Customer) with { OnlyWhere = Individual },
        Text(PartyField.Occupation, 100, Customer) with { OnlyWhere = Individual },
        Text(PartyField.Industry, 100, Customer) with { OnlyWhere = Organisation },
        Text(PartyField.Education, 100, Customer) with { OnlyWhere = Individual },
        Number(PartyField.Size, 0, 100_000_000, Customer) with { OnlyWhere = Organisation },
        Of(PartyField.Major, PartyValueType.Flag, Customer),
        Of(PartyField.Influential, PartyValueType.Flag, Customer) with { IsOptional = true },
        Choice<RelationshipClass>(PartyField.Relationship, Customer),
        Reference(PartyField.Owner, EntityKinds.Customer, Account, Group),
        Choice<PaymentMethod>(PartyField.PaymentMethod, Account),
        Money(PartyField.Balance, -FactCheck.MaxMicros, Account),
        Money(PartyField.UnpaidAmount, 0, Account) with { IsOptional = true },
        Of(PartyField.UnpaidSince, PartyValueType.Time, Account) with { IsOptional = true },
        Choice<GroupKind>(PartyField.GroupKind, Group),
        Choice<EnterpriseClass>(PartyField.EnterpriseClass, Group) with { OnlyWhere = (PartyField.GroupKind, (byte)GroupKind.EnterpriseVpn) },
        Of(PartyField.Benefits, PartyValueType.Texts, Group) with { Most = 200, OnlyWhere = (PartyField.GroupKind, (byte)GroupKind.Club) },
        Text(PartyField.LeadSource, 100, Prospect),
        Text(PartyField.Interest, 200, Prospect),
        Money(PartyField.ExpectedValue, 0, Prospect),
        Text(PartyField.Competitor, 64, Prospect) with { IsOptional = true },
        Choice<ProspectState>(PartyField.ProspectState, Prospect),
        Reference(PartyField.ConvertedCustomer, EntityKinds.Customer, Prospect) with { IsOptional = true },
        Reference(PartyField.ConvertedSubscriber, EntityKinds.Subscriber, Prospect) with { IsOptional = true },
    ];

    private static readonly Dictionary<PartyField, PartyFieldRule> ByField = Rules.ToDictionary(static rule => rule.Field);

    private static (PartyField, byte)? Individual => (PartyField.CustomerKind, (byte)CustomerKind.Individual);

    private static (PartyField, byte)? Organisation => (PartyField.CustomerKind, (byte)CustomerKind.Organisation);

    public static IReadOnlyList<PartyFieldRule> All => Rules;

    /// <summary>The fields of a kind of party, by their numbers.</summary>
    public static IEnumerable<PartyFieldRule> Of(PartyKind kind) => Rules.Where(rule => rule.Kinds.Contains(kind));

    /// <summary>Null when that kind has no such field.</summary>
    public static PartyFieldRule? Find(PartyKind kind, PartyField field) => ByField.TryGetValue(field, out var rule) && rule.Kinds.Contains(kind) ? rule : null;

    /// <summary>As documents and mappings call it: <c>birthYear</c>.</summary>
    public static string NameOf(PartyField field) => JsonNamingPolicy.CamelCase.ConvertName(field.ToString());

    /// <exception cref="CorruptDataException">That kind has no such field.</exception>
    internal static PartyFieldRule Read(PartyKind kind, byte field) =>
        Find(kind, (PartyField)field) ?? throw new CorruptDataException($"A {kind} has no field {field}.");

    private static PartyFieldRule Of(PartyField field, PartyValueType type, params PartyKind[] kinds) => new(field, type, kinds);

    private static PartyFieldRule Text(PartyField field, int maxBytes, params PartyKind[] kinds) => Of(field, PartyValueType.Text, kinds) with { Most = maxBytes };

    private static PartyFieldRule Number(PartyField field, long least, long most, params PartyKind[] kinds) => Of(field, PartyValueType.Number, kinds) with { Least = least, Most = most };

    private static PartyFieldRule Money(PartyField field, long least, params PartyKind[] kinds) =>
        Of(field, PartyValueType.Money, kinds) with { Least = least, Most = FactCheck.MaxMicros };

    private static PartyFieldRule Reference(PartyField field, string entityKind, params PartyKind[] kinds) => Of(field, PartyValueType.Reference, kinds) with { RefersTo = entityKind };

    private static PartyFieldRule Choice<T>(PartyField field, params PartyKind[] kinds) where T : struct, Enum => Of(field, PartyValueType.Choice, kinds) with
    {
        Choices = [.. Enum.GetValues<T>().Where(static value => !value.Equals(default(T))).Select(static value => new PartyChoice(Convert.ToByte(value, null), JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString())))],
    };
}
