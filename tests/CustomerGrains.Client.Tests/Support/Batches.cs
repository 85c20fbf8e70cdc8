using System.Text;

namespace CustomerGrains.Client.Tests;

/// <summary>Small batches for the publisher's tests.</summary>
internal static class Batches
{
    /// <summary>A batch of records with the given ids; see <see cref="FakeFeed"/> for what the first letter does.</summary>
    public static UsageBatchBuffer Of(params string[] ids)
    {
        var batch = new UsageBatchBuffer(64);
        foreach (var id in ids)
        {
            batch.Add(new UsageRecordFields { Id = Encoding.UTF8.GetBytes(id), RecordType = 0, Msisdn = "8613800000001"u8, StartTime = 1_772_323_200 });
        }

        return batch;
    }

    /// <summary>Batch <paramref name="number"/> of a stream: three records, one of them rejected.</summary>
    public static UsageBatchBuffer Numbered(int number) => Of($"a{number}", $"r{number}", $"b{number}");
}
