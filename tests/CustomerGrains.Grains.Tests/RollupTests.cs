using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Grains.Rollups;
using CustomerGrains.Storage;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using static CustomerGrains.Tests.FactSamples;
using static CustomerGrains.Tests.Publisher;

namespace CustomerGrains.Grains.Tests;

/// <summary>Roll-ups through the real server: who is in them when, and that they are what the members' states come to.</summary>
public sealed class RollupTests
{
    private static readonly RollupTarget[] Targets =
    [
        .. Enumerable.Range(0, 4).Select(static i => new RollupTarget(RollupKind.Customer, "c" + i)),
        .. Enumerable.Range(0, 3).Select(static i => new RollupTarget(RollupKind.Account, "a" + i)),
        .. Enumerable.Range(0, 4).Select(static i => new RollupTarget(RollupKind.Group, "g" + i)),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public async Task A_link_is_in_the_rollup_once_it_is_acknowledged(int reviews)
    {
        await using var server = await StartAsync(subscribers: 3, reviews);
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(new RecordFactsRequest { Facts = { About(0, Link("c0", "a0")).Facts[0], About(1, Link("c0", "a1")).Facts[0], About(2, Join("g0", isKey: true)).Facts[0] } });
        Assert.Equal((2, 1, 1, 1), (await CountAsync(server, "c0"), (await AccountAsync(server, "a0")).Members, (await AccountAsync(server, "a1")).Members, (await GroupAsync(server, "g0")).KeyMembers));

        var moved = About(0, Link("c1", "a1", minutes: 1));
        moved.RequestId = "move";
        await server.Facts.RecordFactsAsync(moved);
        await server.Facts.RecordFactsAsync(moved);
        await server.Facts.RecordFactsAsync(About(2, Leave("g0")));
        Assert.Equal((1, 1, 0, 2), (await CountAsync(server, "c0"), await CountAsync(server, "c1"), (await AccountAsync(server, "a0")).Members, (await AccountAsync(server, "a1")).Members));
        Assert.Equal(0, (await GroupAsync(server, "g0")).Members);
        await RollupOracle.AgreesAsync(server, Targets, 3);
    }

    [Fact]
    public async Task A_link_from_a_feed_follows_by_itself_as_do_bills_arrears_and_status()
    {
        await using var server = await StartAsync(subscribers: 2);
        using (var feed = await OpenAsync(server, stream: "links")) await feed.PublishAsync(Batch(1, Record(Link("c0", "a0"), 0), Record(Link("c0", "a0"), 1), Call("x", 0)));
        await UntilAsync(server, "c0", static r => r.Members == 2);
        await server.Facts.RecordFactsAsync(About(0, Bill("2025-12", 150), Bill("2025-11", 100)));
        await server.Facts.RecordFactsAsync(About(1, Status(SubscriberStatus.Terminated, TestServer.Epoch.AddDays(-1)), Arrears(30)));
        await UntilAsync(server, "c0", static r => r is { Spend: { LastMonthMicros: 150_000_000, MonthBeforeMicros: 100_000_000, ChangeMicros: 50_000_000, ChangeRatio: 0.5 }, Arrears: { AmountMicros: 30_000_000, Members: 1, Days: 10 } }
            && r.ByStatus.Count == 2 && r.ByStatus[1].Status == SubscriberStatus.Terminated && r.ByValue.Sum(static c => c.Members) == 1);
    }

    [Fact]
    public async Task A_link_that_lies_ahead_comes_by_its_time_with_nothing_said_meanwhile()
    {
        await using var server = await StartAsync(subscribers: 1);
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(About(0, Link("c0"), Link("c1", days: 20)));
        Assert.Equal(1, await CountAsync(server, "c0"));
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await CountAsync(server, "c1"));
        await TellTimeAsync(server, days: 21);
        await UntilAsync(server, "c1", static r => r.Members == 1);
        await UntilAsync(server, "c0", static r => r.Members == 0);
    }

    [Fact]
    public async Task More_links_at_once_than_are_kept_leave_no_ghosts()
    {
        await using var server = await StartAsync(subscribers: 1);
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(About(0, Link("c0", "a0")));
        await server.Facts.RecordFactsAsync(About(0, [.. Enumerable.Range(1, 9).Select(static i => Link("c" + i, minutes: i))]));
        Assert.Equal((0, 1), (await CountAsync(server, "c0"), await CountAsync(server, "c9")));
        Assert.Equal(0, (await AccountAsync(server, "a0")).Members);
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_rollup_is_what_its_members_states_come_to(int seed)
    {
        const int Subscribers = 8;
        var random = new Random(seed);
        var (times, sent) = (new HashSet<long>(), new List<(int Subscriber, Fact Fact)>());
        await using var server = await StartAsync(Subscribers);
        for (var day = 0; day < 24; day++)
        {
            await TellTimeAsync(server, day);
            for (var i = 0; i < 8; i++)
            {
                var (subscriber, fact) = (random.Next(Subscribers), RandomFact(random, day, $"{day}-{i}"));
                // No two at the same second: which of them stands is another test's.
                while (!times.Add(fact.EventTime.Seconds)) fact.EventTime.Seconds++;
                sent.Add((subscriber, fact));
                if (random.Next(2) == 0)
                {
                    await server.Facts.RecordFactsAsync(About(subscriber, fact));
                    continue;
                }
                using var feed = await OpenAsync(server, stream: $"d{day}-{i}");
                await feed.PublishAsync(Batch(1, Record(fact, subscriber), Call($"call{day}-{i}", random.Next(Subscribers), hours: day * 24)));
            }
            if (day % 8 == 7) await server.RestartAsync(options: Reviewed(10_000), builder: Numbers);
        }
        // Of one time all of them, and nothing lies ahead any more.
        await TellTimeAsync(server, days: 30);
        for (var i = 0; i < Subscribers; i++) await server.Facts.RecordFactsAsync(About(i, Payment("last", 1)));
        await RollupOracle.AgreesAsync(server, Targets, Subscribers);
        foreach (var target in Targets) Assert.Equal(RollupOracle.Expected(sent, target), await RollupOracle.NumbersAsync(server, target));
        var digest = await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
        var snapshots = await server.Services.GetRequiredService<IStore>().ReadSnapshotsAsync(CancellationToken.None).ToListAsync();
        Assert.Contains(snapshots, static s => s.Key.Kind == EntityKinds.Rollup);
        Assert.Equal((ulong)snapshots.Count, digest.Rebuilt);
    }

    [Fact]
    public async Task Reports_that_come_late_twice_or_out_of_order_change_nothing()
    {
        await using var server = await StartAsync(subscribers: 1);
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(About(0, Link("c0")));
        var source = server.Services.GetRequiredService<IRowSource>();
        var old = (await source.ReadAsync("s0", CancellationToken.None))!.Reports.Single(static r => r.Target.Kind == RollupKind.Customer).Report;
        await server.Facts.RecordFactsAsync(About(0, Link("c1", minutes: 1)));

        var grain = server.Grains.GetGrain<IRollupGrain>("customer:c0");
        var calls = server.Services.GetRequiredService<Server.Calls.GrainCalls>();
        var before = (await calls.ReadAsync(grain, CancellationToken.None)).Version;
        for (var i = 0; i < 3; i++) await calls.DurablyAsync(() => grain.Report(MembersReported.Write([old, old])), CancellationToken.None);
        Assert.Equal((0, before), (await CountAsync(server, "c0"), (await calls.ReadAsync(grain, CancellationToken.None)).Version));
    }

    [Fact]
    public async Task What_cannot_be_told_now_is_told_later_also_by_the_next_start()
    {
        var follower = new StubbornFollower();
        await using var server = await StartAsync(subscribers: 1, builder: host => follower.PutInto(host.Services));
        var rows = server.Services.GetRequiredService<ReadModelWriter>();
        follower.IsStubborn = true;
        using (var feed = await OpenAsync(server, stream: "links")) await feed.PublishAsync(Batch(1, Record(Link("c0"), 0)));
        await Patience.UntilAsync(() => new(follower.Refused > 2), () => "nobody was asked");
        Assert.Equal(1, rows.Owing);
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await CountAsync(server, "c0"));
        // The server stops with it: the next start makes it again.
        await server.RestartAsync(options: Reviewed(10_000), builder: Numbers);
        await UntilAsync(server, "c0", static r => r.Members == 1);
    }

    [Fact]
    public async Task What_was_acknowledged_and_not_reviewed_before_the_server_stopped_is_found_by_the_next()
    {
        await using var server = await StartAsync(subscribers: 1, builder: static host =>
        {
            foreach (var pump in host.Services.Where(static s => s.ImplementationType?.Name == "ReviewPump").ToList()) host.Services.Remove(pump);
        });
        await TellTimeAsync(server, days: 0);
        using (var feed = await OpenAsync(server, stream: "links")) await feed.PublishAsync(Batch(1, Record(Link("c0"), 0)));
        await TellTimeAsync(server, days: 3);
        var rows = server.Services.GetRequiredService<ReadModelWriter>();
        for (var i = 0; i < 3; i++) await rows.FlushAsync(numbers: true, CancellationToken.None);
        Assert.InRange(rows.Expected, 0, TestServer.Epoch.ToUnixTimeMilliseconds());
        await server.RestartAsync(options: Reviewed(10_000), builder: Numbers);
        await UntilAsync(server, "c0", static r => r.Members == 1);
    }

    [Fact]
    public async Task A_screen_pop_says_what_the_callers_customer_comes_to()
    {
        await using var server = await StartAsync(subscribers: 2);
        await TellTimeAsync(server, days: 0);
        Assert.Null((await server.Subscribers.GetScreenPopAsync(new GetScreenPopRequest { SubscriberId = "s0" })).CustomerRollup);
        await server.Facts.RecordFactsAsync(About(0, Link("c0"), Bill("2025-12", 70)));
        await server.Facts.RecordFactsAsync(About(1, Link("c0"), Bill("2025-12", 30)));
        var pop = (await server.Subscribers.GetScreenPopAsync(new GetScreenPopRequest { SubscriberId = "s0" })).CustomerRollup;
        Assert.Equal(("c0", 2, 100_000_000), (pop.CustomerId, pop.Members, pop.LastMonthMicros));
    }

    [Fact]
    public async Task Customers_that_are_the_same_are_one_rollup_under_either_id()
    {
        await using var server = await StartAsync(subscribers: 3);
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(About(0, Link("c0")));
        await server.Facts.RecordFactsAsync(About(1, Link("c1")));
        await server.Facts.RecordFactsAsync(About(2, Link("c1")));
        foreach (var id in (string[])["c0", "c1"]) await server.Customers.DescribePartyAsync(PartySamples.Named(id, id));
        Assert.Equal((1, 2), (await CountAsync(server, "c0"), await CountAsync(server, "c1")));
        await server.MergeAsync("c0", "c1");
        foreach (var (id, other) in ((string, string)[])[("c0", "c1"), ("c1", "c0")])
        {
            var rollup = await server.Rollups.GetRollupAsync(new GetRollupRequest { CustomerId = id });
            Assert.Equal((3, id, other), (rollup.Members, rollup.CustomerId, Assert.Single(rollup.MergedIds)));
            var request = new ListRollupMembersRequest { CustomerId = id, Order = RollupMemberOrder.SubscriberId, PageSize = 2 };
            var first = await server.Rollups.ListRollupMembersAsync(request);
            request.PageToken = first.NextPageToken;
            var second = await server.Rollups.ListRollupMembersAsync(request);
            Assert.Equal(("s0 s1", "s2", ""), (string.Join(' ', first.Members.Select(static m => m.SubscriberId)), Assert.Single(second.Members).SubscriberId, second.NextPageToken));
        }
        Assert.Equal(3, (await server.Subscribers.GetScreenPopAsync(new GetScreenPopRequest { SubscriberId = "s0" })).CustomerRollup.Members);
    }

    internal static Func<Server.Hosting.ServerOptions, Server.Hosting.ServerOptions> Reviewed(int perSecond) => o => o with { ReviewsPerSecond = perSecond };

    /// <summary>Numbers are handed on whenever they change.</summary>
    internal static void Numbers(Microsoft.AspNetCore.Builder.WebApplicationBuilder host) =>
        host.Services.AddSingleton(new ReadModelOptions { NumbersInterval = TimeSpan.Zero, BatchInterval = TimeSpan.FromMilliseconds(20) });

    internal static Fact Link(string customer, string account = "", double days = -1, int minutes = 0) => new()
    {
        EventTime = Timestamp.FromDateTimeOffset(TestServer.Epoch.AddDays(days).AddMinutes(minutes)),
        SourceSystem = "crm",
        Id = $"link-{customer}-{account}-{days}-{minutes}",
        CustomerLinked = new CustomerLinked { CustomerId = customer, AccountId = account },
    };

    internal static Fact Join(string group, bool isKey = false, double days = -1) => new()
    {
        EventTime = Timestamp.FromDateTimeOffset(TestServer.Epoch.AddDays(days)),
        SourceSystem = "crm",
        MembershipChanged = new MembershipChanged { GroupId = group, GroupKind = GroupKind.EnterpriseVpn, EnterpriseClass = EnterpriseClass.A, KeyMember = isKey },
    };

    internal static async Task TellTimeAsync(TestServer server, int days)
    {
        using var feed = await OpenAsync(server, stream: $"clock-{days}-{Guid.NewGuid():N}");
        await feed.PublishAsync(Batch(1, [.. Enumerable.Range(0, days + 1).Select(day => Call($"clock-{days}-{day}", 99, hours: day * 24))]));
    }

    internal static Task UntilAsync(TestServer server, string customer, Func<Rollup, bool> isSo)
    {
        Rollup? last = null;
        return Patience.UntilAsync(
            async () =>
            {
                try
                {
                    last = await server.Rollups.GetRollupAsync(new GetRollupRequest { CustomerId = customer });
                }
                catch (Grpc.Core.RpcException e) when (e.StatusCode == Grpc.Core.StatusCode.NotFound)
                {
                    return false;
                }
                return isSo(last);
            },
            () => $"the roll-up is {last}");
    }

    private static Fact Leave(string group)
    {
        var fact = Join(group, days: 0);
        fact.MembershipChanged.Left = true;
        return fact;
    }

    private static Fact Bill(string month, long amount) => new()
    {
        EventTime = Timestamp.FromDateTimeOffset(TestServer.Epoch),
        SourceSystem = "billing",
        BillIssued = new BillIssued { Month = month, GrossMicros = amount * 1_000_000, NetMicros = amount * 1_000_000 },
    };

    private static Fact Arrears(long amount) => new()
    {
        EventTime = Timestamp.FromDateTimeOffset(TestServer.Epoch.AddDays(-1)),
        SourceSystem = "billing",
        ArrearsReported = new ArrearsReported { AmountMicros = amount * 1_000_000, SinceTime = Timestamp.FromDateTimeOffset(TestServer.Epoch.AddDays(-10).AddSeconds(-1)) },
    };

    private static Fact RandomFact(Random random, int day, string id)
    {
        // Late, now, or ahead.
        var days = day + random.Next(-6, 4);
        var fact = random.Next(6) switch
        {
            0 or 1 => Link("c" + random.Next(4), random.Next(3) == 0 ? "" : "a" + random.Next(3), days, random.Next(60)),
            2 or 3 => Join("g" + random.Next(4), random.Next(3) == 0, days),
            4 => Bill("2025-12", random.Next(200)),
            _ => Arrears(random.Next(3) * 10),
        };
        fact.Id = id;
        if (fact.MembershipChanged is { } group) group.Left = random.Next(3) == 0;
        return fact;
    }

    private static async Task<TestServer> StartAsync(int subscribers, int reviews = 10_000, Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? builder = null)
    {
        var server = await TestServer.StartAsync(options: Reviewed(reviews), builder: host =>
        {
            Numbers(host);
            builder?.Invoke(host);
        });
        await server.RegisterAsync(subscribers);
        await server.Directory.RegisterSubscriberAsync(TestServer.Registration(99));
        return server;
    }

    private static async Task<long> CountAsync(TestServer server, string customer) => (await server.Rollups.GetRollupAsync(new GetRollupRequest { CustomerId = customer })).Members;

    private static async Task<Rollup> AccountAsync(TestServer server, string account) => await server.Rollups.GetRollupAsync(new GetRollupRequest { AccountId = account });

    private static async Task<Rollup> GroupAsync(TestServer server, string group) => await server.Rollups.GetRollupAsync(new GetRollupRequest { GroupId = group });

    /// <summary>Refuses to tell anybody anything while a test says so.</summary>
    private sealed class StubbornFollower : IRowFollower
    {
        private IRowFollower? _inner;
        private int _refused;

        internal volatile bool IsStubborn;

        internal int Refused => Volatile.Read(ref _refused);

        internal void PutInto(IServiceCollection services) => services.AddSingleton<IRowFollower>(provider =>
        {
            _inner = provider.GetRequiredService<Server.Rollups.RollupDelivery>();
            return this;
        });

        public Task<IReadOnlySet<string>> FollowAsync(IReadOnlyCollection<SubscriberRow> rows, CancellationToken cancellationToken)
        {
            if (!IsStubborn) return _inner!.FollowAsync(rows, cancellationToken);
            Interlocked.Increment(ref _refused);
            return Task.FromResult<IReadOnlySet<string>>(rows.Select(static r => r.SubscriberId).ToHashSet());
        }
    }
}
