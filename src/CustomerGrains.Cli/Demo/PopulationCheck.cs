using System.Globalization;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Demo;

/// <summary>Asks the server for subscribers and compares their usage with what was generated for them.</summary>
internal sealed class PopulationCheck(CustomerGrainsClient client, UsageGenerator generator)
{
    /// <summary>Most subscribers that are asked for; of more, every n-th.</summary>
    public const int MostAsked = 50_000;

    private const int Parallelism = 32;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(Subscriber Subscriber, UsageTotals Usage), long> _top = new();
    private readonly List<string> _differences = [];
    private MoverTable? _movers;
    private UsageTotals _today;

    /// <summary>Subscribers asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Every subscriber was asked for.</summary>
    public bool IsComplete => Asked == generator.Population.Count;

    /// <summary>Subscribers whose usage is not what was generated.</summary>
    public int Different { get; private set; }

    /// <summary>The first of them, in words.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>What the server has for the latest day, over all subscribers asked for.</summary>
    public UsageTotals Today => _today;

    /// <summary>Those with most data, the first first.</summary>
    public IReadOnlyList<(Subscriber Subscriber, UsageTotals Usage)> Top { get; private set; } = [];

    /// <summary>Those who used more and more, and less and less; null before <see cref="RunAsync"/>.</summary>
    public MoverTable? Movers => _movers;

    /// <summary>What the server says of how they use, beside what the generator meant.</summary>
    public PatternTable Patterns { get; } = new();

    /// <summary>Asks.</summary>
    /// <param name="most">How many <see cref="Top"/> has.</param>
    /// <param name="mostMovers">How many <see cref="Movers"/> has in each direction.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(int most, int mostMovers, CancellationToken cancellationToken)
    {
        _movers = new MoverTable(generator.Day, generator.Days, mostMovers);
        var step = ((generator.Population.Count - 1) / MostAsked) + 1;
        var indices = Enumerable.Range(0, ((generator.Population.Count - 1) / step) + 1).Select(index => index * step);
        var today = generator.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await Parallel.ForEachAsync(
            indices,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (index, token) => Add(index, await GetAsync(index, token), today, most));
        var top = new List<(Subscriber, UsageTotals)>();
        while (_top.TryDequeue(out var entry, out _)) top.Add(entry);
        top.Reverse();
        Top = top;
    }

    private async Task<Subscriber?> GetAsync(int index, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Subscribers.GetSubscriberAsync(new GetSubscriberRequest { SubscriberId = Population.Id(index) }, cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    private void Add(int index, Subscriber? subscriber, string today, int most)
    {
        var all = new UsageTotals();
        var day = new UsageTotals();
        foreach (var month in subscriber?.Months ?? []) Add(ref all, month.Services);
        foreach (var one in subscriber?.Days ?? [])
        {
            if (one.Day == today) Add(ref day, one.Services);
        }

        var expected = generator.Truth.Of(index);
        lock (_gate)
        {
            Asked++;
            _today.Add(day);
            if (all != expected)
            {
                Different++;
                if (_differences.Count < 5) _differences.Add($"{Population.Id(index)}: the server has {all}, generated were {expected}");
            }

            if (subscriber is null) return;
            _movers!.Add(subscriber, index);
            Patterns.Add(generator.Population.BehaviourOf(index), generator.Days - 1, subscriber.Insight?.UsagePattern?.Pattern ?? UsagePattern.Unspecified);
            _top.Enqueue((subscriber, all), all.Octets);
            if (_top.Count > most) _top.Dequeue();
        }
    }

    private static void Add(ref UsageTotals totals, IEnumerable<ServiceUsage> services)
    {
        foreach (var usage in services)
        {
            switch (usage.Service)
            {
                case Service.Voice:
                    totals.Calls += (long)usage.Count;
                    totals.CallSeconds += (long)usage.DurationSeconds;
                    break;
                case Service.Sms:
                    totals.Messages += (long)usage.Count;
                    break;
                default:
                    totals.Sessions += (long)usage.Count;
                    totals.Octets += (long)usage.Octets;
                    break;
            }
        }
    }
}
