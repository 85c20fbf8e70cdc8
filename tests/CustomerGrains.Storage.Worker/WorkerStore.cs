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

    public static EntityKey Key(int id) => EntityKey.Of("toy", id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static byte[] Body(Random random)
    {
        var body = new byte[random.Next(random.Next(20) == 0 ? 20_000 : 200)];
        random.NextBytes(body);
        return body;
    }
}
