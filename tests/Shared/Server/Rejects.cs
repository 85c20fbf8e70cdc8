using CustomerGrains.V1;

namespace CustomerGrains.Tests;

/// <summary>Calls around a source's quarantine.</summary>
internal static class Rejects
{
    internal static async Task<List<RejectedRecord>> ListAsync(TestServer server, RejectedFilter? filter = null, uint pageSize = 100, string source = "mediation")
    {
        var all = new List<RejectedRecord>();
        var request = new ListRejectedRequest { Source = source, Filter = filter, PageSize = pageSize };
        do
        {
            var page = await server.Feed.ListRejectedAsync(request);
            Assert.True(page.Records.Count <= pageSize, "A page has more than was asked for.");
            all.AddRange(page.Records);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }

    /// <summary>Re-drives everything the filter names, call by call.</summary>
    internal static async Task<List<RedriveResult>> RedriveAsync(TestServer server, RejectedFilter? filter = null, uint most = 0, string source = "mediation")
    {
        var all = new List<RedriveResult>();
        var request = new RedriveRejectedRequest { Source = source, Filter = filter ?? new RejectedFilter(), MaxRecords = most };
        do
        {
            var answer = await server.Feed.RedriveRejectedAsync(request);
            Assert.Equal(answer.Tried, answer.Applied + answer.Duplicate + answer.Conflict + answer.Rejected);
            all.AddRange(answer.Results);
            request.PageToken = answer.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }

    internal static RedriveRejectedRequest ByKey(string requestId, params IEnumerable<string> keys) =>
        new() { Source = "mediation", Keys = new RejectedKeys { Keys = { keys } }, RequestId = requestId };

    /// <summary>Invariant 3, for the total and every day.</summary>
    internal static async Task<Source> ReconciledAsync(TestServer server, string source = "mediation")
    {
        var answer = await server.Feed.GetSourceAsync(new GetSourceRequest { Source = source });
        foreach (var r in answer.Days.Select(d => d.Reconciliation).Append(answer.Total)) Assert.Equal(r.Received, r.Applied + r.Duplicate + r.Conflict + r.Rejected);
        Assert.Equal(answer.Total.Received, (ulong)answer.Days.Sum(d => (long)d.Reconciliation.Received));
        Assert.Equal(answer.Total.Rejected, (ulong)answer.Days.Sum(d => (long)d.Reconciliation.Rejected));
        return answer;
    }
}
