using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>Contacts, cases, offers.</summary>
public sealed partial class RelationshipView
{
    /// <summary>The last eight contacts, over all channels; how many there were in a month, <see cref="Sums"/> says.</summary>
    public IReadOnlyList<InteractionRecorded> Interactions => All<InteractionRecorded>(FactKind.InteractionRecorded);

    /// <summary>Complaints and fault reports whose last steps are kept, by their last step.</summary>
    public IReadOnlyList<Case> Cases =>
        [.. All<CaseChanged>(FactKind.CaseChanged).GroupBy(f => f.CaseId, StringComparer.Ordinal)
            .Select(g => new Case(g.Last(), (g.FirstOrDefault(f => f.Stage == CaseStage.Opened) ?? g.First()).Time)).OrderBy(c => c.Latest.Time)];

    /// <summary>At most 16, the latest.</summary>
    public IReadOnlyList<Case> OpenCases => [.. Cases.Where(c => c.IsOpen).TakeLast(MaxOpenCases)];

    /// <summary>Resolved in the last 90 days.</summary>
    public IReadOnlyList<Case> ClosedCases => [.. Cases.Where(c => !c.IsOpen && c.ClosedTime > Now - ClosedCaseDays * Day)];

    /// <summary>Cases opened at or after a time.</summary>
    public int CasesOpened(CaseKind kind, long since) => Cases.Count(c => c.Kind == kind && c.OpenedTime >= since);

    /// <summary>The last twelve.</summary>
    public IReadOnlyList<SurveyScored> Surveys => All<SurveyScored>(FactKind.SurveyScored);

    /// <summary>Steps of offers: the last 32.</summary>
    public IReadOnlyList<OfferChanged> OfferSteps => All<OfferChanged>(FactKind.OfferChanged);

    /// <summary>The last step of each of the last 16 offers; product, terms, channel and campaign are those of an earlier step where the
    /// last does not say.</summary>
    public IReadOnlyList<OfferChanged> Offers =>
        [.. OfferSteps.GroupBy(f => f.OfferId, StringComparer.Ordinal).Select(g => g.Aggregate(Follow)).OrderBy(f => f.Time).TakeLast(16)];

    /// <summary>What came of efforts to keep the customer: the last four.</summary>
    public IReadOnlyList<RetentionOutcome> Retentions => All<RetentionOutcome>(FactKind.RetentionOutcome);

    private static OfferChanged Follow(OfferChanged before, OfferChanged after) => after with
    {
        Product = after.Product.Length > 0 ? after.Product : before.Product,
        Promotion = after.Promotion.Length > 0 ? after.Promotion : before.Promotion,
        Channel = after.Channel != ContactChannel.None ? after.Channel : before.Channel,
        Campaign = after.Campaign.Length > 0 ? after.Campaign : before.Campaign,
    };
}
