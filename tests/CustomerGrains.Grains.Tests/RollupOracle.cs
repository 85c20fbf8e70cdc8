using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Grains.Rollups;
using CustomerGrains.Storage.ReadModel;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Grains.Tests;

/// <summary>What roll-ups must hold: found from the states of all subscribers, each read from disk.</summary>
internal static class RollupOracle
{
    /// <summary>Waits until every one of these roll-ups has exactly the members that subscribers' states say, with what they contribute.</summary>
    internal static async Task AgreesAsync(TestServer server, IReadOnlyCollection<RollupTarget> targets, int subscribers)
    {
        var difference = "";
        await Patience.UntilAsync(
            async () =>
            {
                var expected = await ExpectedAsync(server, subscribers);
                foreach (var target in targets)
                {
                    var members = await MembersAsync(server, target);
                    var should = expected.Where(e => e.Target == target).Select(static e => Comparable(e.Report.SubscriberId, e.Report.Partial!)).ToHashSet();
                    if (should.SetEquals(members)) continue;
                    difference = $"{target.EntityId} has\n{string.Join("\n", members)}\nand not\n{string.Join("\n", should)}";
                    return false;
                }
                return true;
            },
            () => difference);
    }

    /// <summary>What is to be told to whom, of members alone.</summary>
    private static async Task<List<TargetedReport>> ExpectedAsync(TestServer server, int subscribers)
    {
        var source = server.Services.GetRequiredService<IRowSource>();
        var reports = new List<TargetedReport>();
        for (var i = 0; i < subscribers; i++)
            if (await source.ReadAsync("s" + i, CancellationToken.None) is { } row) reports.AddRange(row.Reports.Where(static r => r.Report.Partial is not null));
        return reports;
    }

    private static async Task<HashSet<(string, MemberPartial)>> MembersAsync(TestServer server, RollupTarget target)
    {
        var answer = await server.Services.GetRequiredService<Server.Calls.GrainCalls>().RetryAsync(
            async () => await server.Grains.GetGrain<IRollupGrain>(target.EntityId).ListMembers(new MemberQuery(MemberOrder.SubscriberId, 1_000, false, 0, "")), CancellationToken.None);
        return Read(answer.State.Span);

        static HashSet<(string, MemberPartial)> Read(ReadOnlySpan<byte> bytes)
        {
            var reader = new ByteReader(bytes);
            return [.. RollupTotals.ReadMembers(ref reader).Select(static m => Comparable(m.SubscriberId, m.Partial))];
        }
    }

    /// <summary>The probability goes by the second, and is as of the last report.</summary>
    private static (string, MemberPartial) Comparable(string id, MemberPartial partial) => (id, partial with { ChurnMillionths = partial.ChurnMillionths is null ? null : 1 });
}
