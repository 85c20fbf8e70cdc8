using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Grains.Rollups;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Grains.Tests;

/// <summary>What roll-ups must hold: found from the states of all subscribers, each read from disk; and, of what facts say themselves, from the facts that a
/// test sent.</summary>
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

    /// <summary>Who is a member by the facts sent, whose last word stands in the order of their times: with what was billed for 2025-12, what is in arrears, and
    /// whether the line is a key member of a group.</summary>
    /// <param name="sent">None lies ahead, and no two are of the same time.</param>
    internal static string Expected(IEnumerable<(int Subscriber, Fact Fact)> sent, RollupTarget target)
    {
        var lines = new List<string>();
        foreach (var line in sent.GroupBy(static s => s.Subscriber))
        {
            var facts = line.Select(static s => s.Fact).OrderBy(static f => f.EventTime.Seconds).ToList();
            var link = facts.LastOrDefault(static f => f.CustomerLinked is not null)?.CustomerLinked;
            var group = facts.LastOrDefault(f => f.MembershipChanged?.GroupId == target.Id)?.MembershipChanged;
            var isMember = target.Kind switch
            {
                RollupKind.Customer => link?.CustomerId == target.Id,
                RollupKind.Account => link?.AccountId == target.Id,
                _ => group is { Left: false },
            };
            if (!isMember) continue;
            var bill = facts.LastOrDefault(static f => f.BillIssued is not null)?.BillIssued.NetMicros ?? 0;
            var arrears = facts.LastOrDefault(static f => f.ArrearsReported is not null)?.ArrearsReported.AmountMicros ?? 0;
            lines.Add(Numbers("s" + line.Key, bill, arrears, target.Kind == RollupKind.Group && group!.KeyMember));
        }
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    /// <summary>The same of a roll-up as it is.</summary>
    internal static async Task<string> NumbersAsync(TestServer server, RollupTarget target) => string.Join('\n', (await MembersAsync(server, target))
        .Select(m => Numbers(m.Item1, m.Item2.BillMicros, m.Item2.ArrearsMicros, target.Kind == RollupKind.Group && m.Item2.IsKeyMember)).Order(StringComparer.Ordinal));

    private static string Numbers(string id, long bill, long arrears, bool isKey) => $"{id}: billed {bill}, in arrears {arrears}, {(isKey ? "a key member" : "no key member")}";

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
