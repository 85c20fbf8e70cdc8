using System.Globalization;
using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Classification;

/// <summary>Population cuts as versioned documents: one is made each day, unless the cuts are where they were.</summary>
public sealed class PopulationCutsDocument : DocumentKind<PopulationQuintiles>
{
    public override string Name => "population-cuts";

    public override PopulationQuintiles BuiltIn { get; } = new();

    public override IReadOnlyList<DocumentProblem> Validate(PopulationQuintiles document)
    {
        var rules = new DocumentRules();
        if (document.IsEmpty) return rules.Problems;
        rules.Require(DayOf(document.Day) is not null, "day", $"it is '{document.Day}'", "give a day as 2026-03-15");
        rules.Range("population", document.Population, 1, int.MaxValue);
        Cuts(rules, "recencyDays", document.RecencyDays);
        Cuts(rules, "sessions", document.Sessions);
        Cuts(rules, "chargeMicros", [.. document.ChargeMicros.Select(static c => (double)c)]);
        return rules.Problems;
    }

    /// <summary>What is kept under a version, made ready; null for the policy's initial cuts.</summary>
    public static PopulationCuts? ToCuts(uint version, PopulationQuintiles document) => document.IsEmpty
        ? null
        : new PopulationCuts(version, DayOf(document.Day) ?? 0, document.Population, document.RecencyDays, document.Sessions, document.ChargeMicros);

    protected override string TitleOf(PopulationQuintiles document) => document.Day;

    protected override string NoteOf(PopulationQuintiles document) => document.IsEmpty ? "the policy's initial cuts" : $"of {document.Population.ToString(CultureInfo.InvariantCulture)} subscribers";

    /// <summary>Equal cuts are right: a fifth of the population and more may have the same value.</summary>
    private static void Cuts(DocumentRules rules, string path, IReadOnlyList<double> cuts)
    {
        rules.Count(path, cuts.Count, PopulationCuts.Count, PopulationCuts.Count);
        for (var i = 0; i < cuts.Count; i++)
        {
            rules.Require(double.IsFinite(cuts[i]) && cuts[i] >= 0, $"{path}[{i}]", $"it is {DocumentRules.Text(cuts[i])}", "give a number from 0 on");
            if (i > 0) rules.Require(!(cuts[i] < cuts[i - 1]), $"{path}[{i}]", $"it is {DocumentRules.Text(cuts[i])}, below the one before it", "let them ascend");
        }
    }

    private static int? DayOf(string day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
        : null;
}
