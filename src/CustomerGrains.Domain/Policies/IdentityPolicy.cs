using CustomerGrains.Domain.Parties;

namespace CustomerGrains.Domain.Policies;

/// <summary>Which source system is believed where several describe a customer, an account, a group or a prospect (domain §1): the earliest in
/// the order that has a value; systems that are not named come after, the one with the latest word first.</summary>
public sealed record IdentityPolicy
{
    /// <summary>For every field that has no order of its own: who talks with the customer knows best.</summary>
    public IReadOnlyList<string> Sources { get; init; } = ["customer-service", "channel", "billing", "finance", "network"];

    /// <summary>Fields with an order of their own. Money is known where it is kept.</summary>
    public IReadOnlyList<FieldSources> Fields { get; init; } =
    [
        new() { Field = PartyField.Owner, Sources = ["billing", "customer-service"] },
        new() { Field = PartyField.PaymentMethod, Sources = ["billing", "finance"] },
        new() { Field = PartyField.Balance, Sources = ["finance", "billing"] },
        new() { Field = PartyField.UnpaidAmount, Sources = ["finance", "billing"] },
        new() { Field = PartyField.UnpaidSince, Sources = ["finance", "billing"] },
    ];

    /// <summary>Who is believed on a field, first one first.</summary>
    public IReadOnlyList<string> OrderOf(PartyField field)
    {
        foreach (var one in Fields)
            if (one.Field == field) return one.Sources;
        return Sources;
    }
}
