using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The one table of business facts: what is kept of each kind, which may lie ahead, and which a terminated line cannot take.
/// protos/README.md shows it to callers.</summary>
public static class FactRules
{
    private const bool Dated = true;
    private const bool Service = true;

    private static readonly FactRule?[] ByKind = new FactRule?[byte.MaxValue + 1];

    static FactRules()
    {
        foreach (var rule in All) ByKind[(byte)rule.Kind] = rule;
    }

    /// <summary>One for every kind, in the order of their numbers.</summary>
    public static IReadOnlyList<FactRule> All { get; } =
    [
        //                              kept  per key  ahead   for service
        new(FactKind.StatusChanged,        6,    0,   Dated,   !Service),
        new(FactKind.PlanChanged,          6,    0,   Dated,    Service),
        new(FactKind.BrandChanged,         6,    0,   Dated,    Service),
        new(FactKind.ContractSigned,       4,    0,   Dated,    Service),
        new(FactKind.PortOutRequested,     4,    0,  !Dated,    Service),
        new(FactKind.CustomerLinked,       4,    0,   Dated,   !Service),
        new(FactKind.MembershipChanged,   16,    0,   Dated,    Service),
        new(FactKind.CustomerDescribed,    4,    1,  !Dated,   !Service),
        new(FactKind.BillIssued,          14,    1,  !Dated,   !Service),
        new(FactKind.BillAdjusted,         4,    0,  !Dated,   !Service),
        new(FactKind.PaymentReceived,      4,    0,  !Dated,   !Service),
        new(FactKind.Recharged,            4,    0,  !Dated,    Service),
        new(FactKind.BalanceReported,      2,    0,  !Dated,   !Service),
        new(FactKind.ArrearsReported,     24,    0,  !Dated,   !Service),
        new(FactKind.CostReported,        14,    1,  !Dated,   !Service),
        new(FactKind.PointsChanged,        2,    0,  !Dated,   !Service),
        new(FactKind.PromiseMade,          8,    1,  !Dated,   !Service),
        new(FactKind.PromiseSettled,       8,    1,  !Dated,   !Service),
        new(FactKind.AddOnChanged,        24,    1,  !Dated,    Service),
        new(FactKind.MeasureJoined,       12,    0,   Dated,    Service),
        new(FactKind.MeasureLeft,         12,    0,   Dated,   !Service),
        new(FactKind.ConsentChanged,      33,    3,   Dated,   !Service),
        new(FactKind.AttributeDetermined, 24,    1,  !Dated,   !Service),
        new(FactKind.InteractionRecorded,  8,    0,  !Dated,   !Service),
        new(FactKind.CaseChanged,         48,    0,  !Dated,   !Service),
        new(FactKind.SurveyScored,        12,    0,  !Dated,   !Service),
        new(FactKind.OfferChanged,        32,    0,  !Dated,   !Service),
        new(FactKind.RetentionOutcome,     4,    0,  !Dated,   !Service),
    ];

    public static bool IsBusinessFact(FactKind kind) => ByKind[(byte)kind] is not null;

    /// <exception cref="CorruptDataException">It is no business fact.</exception>
    public static FactRule Of(FactKind kind) => ByKind[(byte)kind] ?? throw new CorruptDataException($"{kind} is no business fact.");
}
