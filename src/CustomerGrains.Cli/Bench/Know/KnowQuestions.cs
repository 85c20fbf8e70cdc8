using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Bench.Know;

/// <summary>What supervisors and analysts ask, one question after another.</summary>
internal sealed class KnowQuestions
{
    private const int Page = 50;

    private static readonly (string Filter, string Order)[] Searches =
    [
        ("region = \"region-07\" AND brand = GoTone", "churn_probability desc"),
        ("churn_band = HIGH OR churn_band = MEDIUM", "churn_probability desc"),
        ("rfm_recency = 5 AND star_level >= 2", "last_outgoing_time desc"),
        ("month_voice_seconds > 2000 AND brand = GoTone", "last_outgoing_time desc"),
        ("plan = \"plan-03\" AND life_cycle_stage = CROSS_SELL", "activation_time"),
        ("arrears_days > 60", "churn_probability desc"),
        ("", "churn_probability desc"),
    ];

    private readonly List<(AnswerTimes Times, AnswerTimes Kind, Func<CancellationToken, Task> Ask)> _questions = [];

    public KnowQuestions(CustomerGrainsClient client)
    {
        foreach (var (by, filter) in ((string[], string)[])[(["value_class", "region"], ""), (["churn_band", "plan"], "brand = GoTone"), (["life_cycle_stage", "star_level"], "")])
        {
            var request = new GetPopulationRequest { By = { by }, Filter = filter };
            Add($"population by {string.Join(" and ", by)}{(filter.Length == 0 ? "" : " of " + filter)}", Reports, async token => await client.Reports.GetPopulationAsync(request, cancellationToken: token));
        }
        foreach (var (filter, order) in Searches)
        {
            var request = new SearchSubscribersRequest { Filter = filter, OrderBy = order, PageSize = Page };
            Add($"search '{filter}' by '{order}'", All, async token => await client.Subscribers.SearchSubscribersAsync(request, cancellationToken: token));
        }
    }

    public AnswerTimes Reports { get; } = new("population reports");

    public AnswerTimes All { get; } = new("searches");

    public IEnumerable<KnowReport.Question> Each => _questions.Select(static q => q.Times.ToReport());

    /// <summary>Asks in turn until <paramref name="ending"/>.</summary>
    /// <param name="pause">Between an answer and the next question.</param>
    public async Task RunAsync(TimeSpan pause, CancellationToken ending, CancellationToken cancellationToken)
    {
        for (var i = 0; !ending.IsCancellationRequested; i++)
        {
            var (times, kind, ask) = _questions[i % _questions.Count];
            var began = TimeProvider.System.GetTimestamp();
            await ask(cancellationToken);
            var took = TimeProvider.System.GetElapsedTime(began);
            times.Add(took);
            kind.Add(took);
            await Task.Delay(pause, cancellationToken);
        }
    }

    private void Add(string name, AnswerTimes kind, Func<CancellationToken, Task> ask) => _questions.Add((new AnswerTimes(name), kind, ask));
}
