using System.Globalization;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Demo;

/// <summary>Looks at what the server keeps of rejected records.</summary>
internal static class Rejects
{
    /// <summary>The latest record of each reason, in words.</summary>
    public static async Task<IReadOnlyDictionary<RejectReason, string>> LatestAsync(CustomerGrainsClient client, string source, IEnumerable<RejectReason> reasons, CancellationToken cancellationToken)
    {
        var latest = new Dictionary<RejectReason, string>();
        foreach (var reason in reasons)
        {
            var request = new ListRejectedRequest { Source = source, Filter = new RejectedFilter { Reason = reason }, PageSize = 1 };
            do
            {
                // A page may be empty and have a next one.
                var page = await client.Usage.ListRejectedAsync(request, cancellationToken: cancellationToken);
                request.PageToken = page.NextPageToken;
                if (page.Records.Count > 0) latest[reason] = Words(page.Records[0]);
            }
            while (request.PageToken.Length > 0 && !latest.ContainsKey(reason));
        }

        return latest;
    }

    private static string Words(RejectedRecord rejected)
    {
        // What could not be read is kept as it came; what was generated for the demo can be read all the same.
        var record = rejected.Record ?? UsageRecord.Parser.ParseFrom(rejected.Raw);
        var duration = rejected.Record is null ? $" of {record.DurationSeconds.ToString("N0", CultureInfo.InvariantCulture)} s" : "";
        return $"{record.Id} of {record.Msisdn}{duration}, batch {rejected.Batch} of {rejected.Stream}";
    }
}
