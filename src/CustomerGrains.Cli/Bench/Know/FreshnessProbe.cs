using System.Globalization;
using System.Text;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Bench.Know;

/// <summary>How long after its acknowledgement a change is in lists: the first call of a subscriber whom nobody else touches makes their recency 5; when a
/// search finds it so, the class was found, remembered, on disk and written.</summary>
internal sealed class FreshnessProbe(CustomerGrainsClient client, int first, int count)
{
    /// <summary>Subscribers whose change is watched at a time.</summary>
    private const int Together = 5;

    private const int BestRecency = 5;

    /// <summary>From one group to the next: a load of 25 subscribers a second, beside which the feed is what the server is busy with.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Between two looks: what is measured is up to so much too long.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(60);

    public AnswerTimes Times { get; } = new("from acknowledged to listed");

    public List<string> Problems { get; } = [];

    /// <summary>Goes on until <paramref name="ending"/>, or nobody is left.</summary>
    public async Task RunAsync(CancellationToken ending, CancellationToken cancellationToken)
    {
        var looking = new List<Task>();
        await using var publisher = await client.OpenPublisherAsync("probe", $"{(uint)Random.Shared.Next():x8}", new UsagePublisherOptions { Window = 1 }, cancellationToken);
        for (var at = first; at + Together <= first + count && !ending.IsCancellationRequested; at += Together)
        {
            await publisher.PublishAsync(Calls(at), cancellationToken);
            await publisher.FlushAsync(cancellationToken);
            looking.Add(LookAsync(at, TimeProvider.System.GetTimestamp(), cancellationToken));
            await Task.Delay(Pause, cancellationToken);
        }
        await publisher.CloseAsync(cancellationToken);
        await Task.WhenAll(looking);
        if (looking.Count == 0) Problems.Add("Nothing was probed.");
    }

    private async Task LookAsync(int at, long since, CancellationToken cancellationToken)
    {
        var wanted = Enumerable.Range(at, Together).Select(Population.Id).ToHashSet();
        // By a range of ids, which costs next to nothing: looking must not be what is measured.
        var request = new SearchSubscribersRequest
        {
            Filter = $"subscriber_id >= \"{Population.Id(at)}\" AND subscriber_id <= \"{Population.Id(at + Together - 1)}\"",
            ReadMask = new() { Paths = { "subscriber_id", "rfm_recency" } },
        };
        while (wanted.Count > 0)
        {
            var page = await client.Subscribers.SearchSubscribersAsync(request, cancellationToken: cancellationToken);
            var took = TimeProvider.System.GetElapsedTime(since);
            foreach (var row in page.Subscribers.Where(static row => row.RfmRecency == BestRecency).Where(row => wanted.Remove(row.SubscriberId))) Times.Add(took);
            if (took > GiveUp)
            {
                lock (Problems) Problems.Add($"{wanted.Count} changes are not listed after {GiveUp.TotalSeconds:0} s.");
                return;
            }
            await Task.Delay(LookInterval, cancellationToken);
        }
    }

    private static UsageBatchBuffer Calls(int at)
    {
        var batch = new UsageBatchBuffer(Together * 96);
        for (var i = at; i < at + Together; i++)
        {
            batch.Add(new UsageRecordFields
            {
                Id = Encoding.ASCII.GetBytes("probe-" + Population.Id(i)),
                RecordType = RecordTypes.MoCall,
                Msisdn = Encoding.ASCII.GetBytes(Population.Msisdn(i).ToString(CultureInfo.InvariantCulture)),
                OtherParty = "8613900000002"u8,
                StartTime = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
                UtcOffsetMinutes = 480,
                DurationSeconds = 60,
                CloseCause = 0,
            });
        }
        return batch;
    }
}
