using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Reports;

/// <summary>Who left, added up over pairs of days. For one report.</summary>
internal sealed class ChurnTally
{
    private readonly IReadOnlyList<RowField> _by;
    private readonly RowCondition? _condition;
    private readonly RowCondition? _wanted;
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _competitors = new(StringComparer.Ordinal);

    /// <summary>By class: by name its code (of texts 0), and how many.</summary>
    private readonly List<Dictionary<string, Group>> _groups;
    private RowSet _seen = RowSet.Empty;
    private long _returned;
    private ClassView? _start;
    private RowSet _population = RowSet.Empty;

    /// <param name="by">Classes to compose by.</param>
    /// <param name="condition">Before leaving.</param>
    /// <param name="reason">Only those; null = all.</param>
    /// <param name="competitor">Only those; null = all.</param>
    internal ChurnTally(IReadOnlyList<RowField> by, RowCondition? condition, string? reason, string? competitor)
    {
        (_by, _condition) = (by, condition);
        _groups = [.. by.Select(static _ => new Dictionary<string, Group>(StringComparer.Ordinal))];
        var wanted = new List<RowCondition>();
        if (reason is not null) wanted.Add(new RowCondition.Texts(SubscriberFields.ChurnReason, RowComparison.Equal, reason));
        if (competitor is not null) wanted.Add(new RowCondition.Texts(SubscriberFields.ChurnCompetitor, RowComparison.Equal, competitor));
        if (wanted.Count > 0) _wanted = new RowCondition.And(wanted);
    }

    /// <summary>Those counted.</summary>
    internal RowSet Left { get; private set; } = RowSet.Empty;

    /// <summary>The population that rates are of.</summary>
    internal void Start(ClassView view)
    {
        (_start, _population) = (view, ReportConditions.Population(view, _condition));
        for (var i = 0; i < _by.Count; i++)
        {
            foreach (var count in view.Count(_population, _by[i])) GroupOf(i, count.First, count.FirstCode).Population = count.Count;
        }
    }

    /// <summary>Those that were on the network before and have left after.</summary>
    /// <param name="end">Knows best why they left and to whom, unless they came back.</param>
    /// <returns>How many are counted in all.</returns>
    internal int Add(ClassView before, ClassView after, ClassView end)
    {
        var left = before.Match(ReportConditions.OnNetwork).And(after.Match(ReportConditions.Left)).Except(_seen);
        _seen = _seen.Or(left);
        left = left.And(before.Match(_condition));
        var gone = left.And(end.Match(ReportConditions.Left));
        Add(before, end, gone.And(end.Match(_wanted)));
        Add(before, after, left.Except(gone).And(after.Match(_wanted)));
        _returned += left.Except(gone).And(after.Match(_wanted)).And(end.Match(ReportConditions.OnNetwork)).Count;
        return Left.Count;
    }

    /// <summary>Once, at the end.</summary>
    internal void WriteTo(ChurnReport report)
    {
        var own = Left.And(_population);
        (report.Left, report.Returned, report.Population, report.PopulationLeft) = (Left.Count, _returned, _population.Count, own.Count);
        if (report.Population > 0) report.Rate = (double)own.Count / report.Population;
        report.Reasons.AddRange(Counts(_reasons));
        report.Competitors.AddRange(Counts(_competitors));
        for (var i = 0; i < _by.Count; i++)
        {
            foreach (var count in _start!.Count(own, _by[i])) GroupOf(i, count.First, count.FirstCode).PopulationLeft = count.Count;
            var isText = _by[i].IsText;
            var groups = _groups[i].OrderBy(g => isText ? 0 : g.Value.Code).ThenBy(static g => g.Key, StringComparer.Ordinal);
            report.Compositions.Add(new ChurnReport.Types.Composition { By = _by[i].Name, Groups = { groups.Select(static g => ToMessage(g.Key, g.Value)) } });
        }
    }

    /// <param name="why">Knows the reason.</param>
    private void Add(ClassView before, ClassView why, RowSet rows)
    {
        Left = Left.Or(rows);
        (ClassView, RowField)[] keys = [(why, SubscriberFields.ChurnReason), (why, SubscriberFields.ChurnCompetitor), .. _by.Select(f => (before, f))];
        foreach (var group in ClassTally.Of(rows, keys))
        {
            _reasons[group.Names[0]] = _reasons.GetValueOrDefault(group.Names[0]) + group.Count;
            _competitors[group.Names[1]] = _competitors.GetValueOrDefault(group.Names[1]) + group.Count;
            for (var i = 0; i < _by.Count; i++) GroupOf(i, group.Names[i + 2], group.Codes[i + 2]).Left += group.Count;
        }
    }

    private Group GroupOf(int by, string name, int code)
    {
        if (!_groups[by].TryGetValue(name, out var group)) _groups[by].Add(name, group = new Group(code));
        return group;
    }

    private static IEnumerable<ChurnReport.Types.Count> Counts(Dictionary<string, long> counts) =>
        counts.OrderByDescending(static c => c.Value).ThenBy(static c => c.Key, StringComparer.Ordinal).Select(static c => new ChurnReport.Types.Count { Value = c.Key, Left = c.Value });

    private static ChurnReport.Types.Group ToMessage(string value, Group group)
    {
        var message = new ChurnReport.Types.Group { Value = value, Left = group.Left, Population = group.Population, PopulationLeft = group.PopulationLeft };
        if (group.Population > 0) message.Rate = (double)group.PopulationLeft / group.Population;
        return message;
    }

    private sealed class Group(int code)
    {
        public int Code { get; } = code;

        public long Left { get; set; }

        public long Population { get; set; }

        public long PopulationLeft { get; set; }
    }
}
