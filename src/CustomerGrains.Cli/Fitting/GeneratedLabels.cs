using System.Globalization;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Domain;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Cli.Fitting;

/// <summary>
/// Rows from the built-in generator: its records folded into states as a server folds them, the features of those, and the generator's truth as label. A row is
/// a leaver's when the first day without use lies at most 30 days ahead, or has passed: a line that is silent is not ended yet, and were it told as kept,
/// silence would speak against leaving.
/// </summary>
internal static class GeneratedLabels
{
    /// <summary>The label's horizon.</summary>
    public const int Horizon = 30;

    private const int Days = 60;
    private const int Hundredths = 334;

    /// <summary>Days from 0 and local hours at which everybody is looked at: at different times of a month, a week and a day.</summary>
    private static readonly (int Day, int Hour)[] Looks = [(37, 10), (44, 21), (52, 15), (59, 23)];

    /// <summary>Those of one population: a row for everybody at each look.</summary>
    public static List<LabelledRow> Of(ulong seed, int subscribers)
    {
        var options = new GeneratorOptions { Subscribers = subscribers, Days = Days, RecordsPerDay = subscribers * Hundredths / 100, Seed = seed, UnknownOneIn = 0, BrokenOneIn = 0, DuplicateOneIn = 0, ConflictOneIn = 0 };
        var generator = new UsageGenerator(options);
        var parameters = new FoldParameters();
        var states = Enumerable.Range(0, subscribers).Select(index => new GeneratedState(generator.Population[index], parameters)).ToArray();
        var encoder = new GeneratedRecordEncoder(options.UtcOffsetMinutes);
        var rows = new List<LabelledRow>(subscribers * Looks.Length);
        var first = new DateTimeOffset(options.FirstDay.ToDateTime(TimeOnly.MinValue), TimeSpan.FromMinutes(options.UtcOffsetMinutes)).ToUnixTimeSeconds();
        var looked = 0;
        while (generator.NextDay())
        {
            while (generator.TryNext(out var record))
            {
                while (looked < Looks.Length && TimeOf(looked) < record.StartTime) Look(looked++);
                states[record.Subscriber].Take(record, encoder);
            }
        }
        while (looked < Looks.Length) Look(looked++);
        return rows;

        long TimeOf(int look) => first + (Looks[look].Day * 86_400L) + (Looks[look].Hour * 3_600L);

        void Look(int look)
        {
            for (var index = 0; index < states.Length; index++)
            {
                var insight = Insight.Of(states[index].State, Policy.Default, parameters, TimeOf(look) * 1_000);
                var behaviour = generator.Population.BehaviourOf(index);
                rows.Add(new LabelledRow(insight.Features.ToArray(), behaviour.Kind == BehaviourKind.Leaving && behaviour.LeavingDay <= Looks[look].Day + Horizon));
            }
        }
    }

    /// <summary>Those of several, one after the other.</summary>
    public static List<LabelledRow> Of(IEnumerable<ulong> seeds, int subscribers) => [.. seeds.SelectMany(seed => Of(seed, subscribers))];

    /// <summary>In words, for a formula's provenance.</summary>
    public static string Describe(FitOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"the truth of the built-in generator, seeds {string.Join(", ", options.Seeds)}, {options.Seeds.Count * options.Subscribers:N0} subscribers of 60 days, each looked at {Looks.Length} times");
}
