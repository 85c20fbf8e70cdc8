using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage.Worker;

/// <summary>What the process that is killed and the test that looks afterwards agree on.</summary>
public static class WorkerStore
{
    public const int Entities = 60;

    /// <summary>Small segments, so that every few hundred entries one is sealed.</summary>
    public static StoreOptions Options(string directory) => new()
    {
        Directory = directory,
        SegmentBytes = 1 << 16,
        CommitInterval = TimeSpan.Zero,
        CheckpointInterval = Timeout.InfiniteTimeSpan,
        Parameters = new Dictionary<string, string> { ["time_zone"] = "Europe/Berlin" },
    };

    /// <summary>How the worker runs: business time stands nearly still, and all history is kept.</summary>
    public const string Plain = "plain";

    /// <summary>Days pass between two checkpoints, and history goes after <see cref="AgingMonths"/>.</summary>
    public const string Aging = "aging";

    public const int AgingMonths = 1;

    /// <summary>Business time of the first entry of a store that ages, and between two entries.</summary>
    public static DateTimeOffset AgingBegin { get; } = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TimeSpan AgingStep { get; } = TimeSpan.FromMinutes(20);

    public static StoreOptions AgingOptions(string directory) => Options(directory) with
    {
        History = new HistoryRetention(AgingMonths),
        HistoryFilePeriod = TimeSpan.FromDays(1),
        HistoryPruneBytes = 1,
    };

    public static EntityKey Key(int id) => EntityKey.Of("toy", id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static byte[] Body(Random random)
    {
        var body = new byte[random.Next(random.Next(20) == 0 ? 20_000 : 200)];
        random.NextBytes(body);
        return body;
    }
}
