using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Relationships;

/// <summary>What business facts come to at a time: of what may lie ahead only that which has taken effect. Lists are in the order of
/// time, latest last; each fact has its source and time. Amounts are micros of the store's currency, times seconds since 1970-01-01 UTC,
/// months year × 12 + month − 1.</summary>
public sealed partial class RelationshipView
{
    /// <summary>Days that a closed case is shown.</summary>
    public const int ClosedCaseDays = 90;

    /// <summary>Open cases shown: the latest.</summary>
    public const int MaxOpenCases = 16;

    private readonly ILookup<FactKind, BusinessFact> _facts;
    private readonly MonthSum[] _sums;

    internal RelationshipView(List<BusinessFact> facts, ReadOnlySpan<MonthSum> sums, long now)
    {
        Now = now;
        Held = [.. facts.Where(f => f.Time > now && FactRules.Of(f.Kind).MayBeAhead).OrderBy(f => f.Time)];
        _facts = facts.Where(f => f.Time <= now || !FactRules.Of(f.Kind).MayBeAhead).ToLookup(f => f.Kind);
        _sums = sums.ToArray();
    }

    /// <summary>The time that this is about.</summary>
    public long Now { get; }

    /// <summary>Facts that take effect later, earliest first.</summary>
    public IReadOnlyList<BusinessFact> Held { get; }

    /// <summary>Active until a fact says otherwise.</summary>
    public SubscriberStatus Status => StatusFact?.Status ?? SubscriberStatus.Active;

    /// <summary>What the status comes from; null when no fact says.</summary>
    public StatusChanged? StatusFact => Last<StatusChanged>(FactKind.StatusChanged);

    /// <summary>Null when no fact says: then the plan registered is in force.</summary>
    public PlanChanged? Plan => Last<PlanChanged>(FactKind.PlanChanged);

    /// <summary>Null when no fact says: then the brand registered is in force.</summary>
    public BrandChanged? Brand => Last<BrandChanged>(FactKind.BrandChanged);

    /// <summary>The last contract that has begun; it may have ended.</summary>
    public ContractSigned? Contract => Last<ContractSigned>(FactKind.ContractSigned);

    /// <summary>The request to port out that stands; null when there is none.</summary>
    public PortOutRequested? PortOut => Last<PortOutRequested>(FactKind.PortOutRequested) is { Withdrawn: false } request ? request : null;

    /// <summary>Whose line it is.</summary>
    public CustomerLinked? Customer => Last<CustomerLinked>(FactKind.CustomerLinked);

    /// <summary>Whose line it is and was, as far as that is kept.</summary>
    public IReadOnlyList<CustomerLinked> CustomerLinks => All<CustomerLinked>(FactKind.CustomerLinked);

    /// <summary>What the customer is: the latest of what the systems say.</summary>
    public CustomerDescribed? Description => Last<CustomerDescribed>(FactKind.CustomerDescribed);

    /// <summary>What each system says the customer is.</summary>
    public IReadOnlyList<CustomerDescribed> Descriptions => All<CustomerDescribed>(FactKind.CustomerDescribed);

    /// <summary>The groups that the line is in.</summary>
    public IReadOnlyList<MembershipChanged> Groups =>
        [.. All<MembershipChanged>(FactKind.MembershipChanged).GroupBy(f => f.GroupId, StringComparer.Ordinal).Select(g => g.Last()).Where(f => !f.Left)];

    /// <summary>Groups joined and left, as far as that is kept.</summary>
    public IReadOnlyList<MembershipChanged> Memberships => All<MembershipChanged>(FactKind.MembershipChanged);

    /// <summary>Stabilising measures in force: joined, not left, and within their term.</summary>
    public IReadOnlyList<MeasureJoined> Measures
    {
        get
        {
            var left = All<MeasureLeft>(FactKind.MeasureLeft);
            return [.. All<MeasureJoined>(FactKind.MeasureJoined).GroupBy(f => f.MeasureId, StringComparer.Ordinal).Select(g => g.Last())
                .Where(f => (f.EndTime == 0 || f.EndTime > Now) && !left.Any(l => l.MeasureId == f.MeasureId && l.Time >= f.Time))];
        }
    }

    /// <summary>Add-on services subscribed or on trial.</summary>
    public IReadOnlyList<AddOnChanged> AddOns => [.. All<AddOnChanged>(FactKind.AddOnChanged).Where(f => f.State != AddOnState.Cancelled)];

    /// <summary>The latest word on each channel; <see cref="ContactChannel.None"/> = on all.</summary>
    public IReadOnlyList<ConsentChanged> Consents => [.. All<ConsentChanged>(FactKind.ConsentChanged).GroupBy(f => f.Channel).Select(g => g.Last())];

    /// <summary>What other systems determined, by name the latest.</summary>
    public IReadOnlyList<AttributeDetermined> Attributes => [.. All<AttributeDetermined>(FactKind.AttributeDetermined).Where(f => f.Value.Length > 0)];

    /// <summary>Whether the customer may be contacted over a channel: not while do-not-contact stands; else as the channel's own word
    /// says, and yes without one.</summary>
    public bool MayContact(ContactChannel channel)
    {
        var consents = Consents;
        return consents.All(c => c.Channel != ContactChannel.None || c.IsAllowed) && consents.All(c => c.Channel != channel || c.IsAllowed);
    }

    /// <summary>The sums of a kind by month.</summary>
    public IEnumerable<MonthSum> Sums(MonthSumKind kind) => _sums.Where(s => s.Kind == kind);

    private static int MonthOf(Calendar calendar, long time) => Calendar.MonthOf(calendar.DayOf(time));

    private List<T> All<T>(FactKind kind) where T : BusinessFact => [.. _facts[kind].Cast<T>()];

    private T? Last<T>(FactKind kind) where T : BusinessFact => (T?)_facts[kind].LastOrDefault();
}
