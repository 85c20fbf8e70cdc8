using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Parties;

/// <summary>What a party is, by the words of its source systems and the policy's order of them (domain §1).</summary>
public sealed class PartyView
{
    private readonly Dictionary<PartyField, PartyFieldView> _byField;

    private PartyView(PartyKind kind, IReadOnlyList<PartyFieldView> fields)
    {
        Fields = fields;
        _byField = fields.ToDictionary(static field => field.Rule.Field);
        var expected = PartyFields.Of(kind).Where(rule => !rule.IsOptional && Applies(rule)).ToList();
        Missing = [.. expected.Where(rule => Find(rule.Field) is null).Select(static rule => rule.Field)];
        Completeness = 1 - Missing.Count / (double)expected.Count;
        var times = fields.Where(static field => field.Winner is not null).Select(static field => field.Winner!.Time).ToList();
        if (times.Count > 0) (Oldest, Newest) = (times.Min(), times.Max());
    }

    /// <summary>Those that anybody ever said something of, by their numbers.</summary>
    public IReadOnlyList<PartyFieldView> Fields { get; }

    /// <summary>Fields without a value that one would expect of such a party.</summary>
    public IReadOnlyList<PartyField> Missing { get; }

    /// <summary>Share of the fields one would expect that have a value, 0 … 1.</summary>
    public double Completeness { get; }

    /// <summary>Times of the oldest and the newest value that stands, seconds since 1970-01-01 UTC; 0 = none stands.</summary>
    public long Oldest { get; }

    /// <inheritdoc cref="Oldest"/>
    public long Newest { get; }

    public static PartyView Of(PartyState state, IdentityPolicy policy) => new(
        state.Kind,
        [.. state.Statements.GroupBy(static s => s.Field).Select(statements => FieldOf(PartyFields.Find(state.Kind, statements.Key)!, statements, policy.OrderOf(statements.Key)))]);

    /// <summary>The value that stands; null when there is none.</summary>
    public PartyStatement? Find(PartyField field) => _byField.GetValueOrDefault(field)?.Winner;

    private static PartyFieldView FieldOf(PartyFieldRule rule, IEnumerable<PartyStatement> statements, IReadOnlyList<string> order)
    {
        var ranked = statements.ToList();
        ranked.Sort((a, b) => Compare(a, b, order));
        return ranked[0].Value.IsNone ? new PartyFieldView(rule, null, ranked) : new PartyFieldView(rule, ranked[0], ranked.GetRange(1, ranked.Count - 1));
    }

    /// <summary>The winning rule: whoever has a value, the earlier system in the order, the later word; then content and key, so that it is total.</summary>
    private static int Compare(PartyStatement a, PartyStatement b, IReadOnlyList<string> order)
    {
        if (a.Value.IsNone != b.Value.IsNone) return a.Value.IsNone ? 1 : -1;
        if (RankOf(a.Source) is var rank && rank.CompareTo(RankOf(b.Source)) is var byRank and not 0) return byRank;
        if (a.Time != b.Time) return b.Time.CompareTo(a.Time);
        return b.Value.CompareTo(a.Value) is var byValue and not 0 ? byValue : PartyStatement.CompareKeys(a, b);

        int RankOf(string source)
        {
            for (var i = 0; i < order.Count; i++)
                if (order[i] == source) return i;
            return order.Count;
        }
    }

    private bool Applies(PartyFieldRule rule) =>
        rule.OnlyWhere is not { } only || Find(only.Field) is not { } known || known.Value.Number == only.Choice;
}
