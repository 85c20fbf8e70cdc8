using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Parties;
using CustomerGrains.Grains.Rollups;
using CustomerGrains.Server.Parties;
using CustomerGrains.Server.Rollups;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static CustomerGrains.Tests.FactSamples;
using static CustomerGrains.Tests.Publisher;
using PartyKind = CustomerGrains.Domain.Parties.PartyKind;

namespace CustomerGrains.Grains.Tests;

/// <summary>One roll-up or party that does not answer, or not rightly, troubles nobody else.</summary>
public sealed class RollupTroubleTests
{
    [Fact]
    public async Task A_rollup_that_does_not_answer_keeps_nothing_else_waiting_and_is_not_asked_again_meanwhile()
    {
        var answer = new TaskCompletionSource<TurnReceipt>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        await using var server = await TestServer.StartAsync(options: RollupTests.Reviewed(10_000), builder: host =>
        {
            RollupTests.Numbers(host);
            host.Services.AddSingleton<IRowFollower>(services => ActivatorUtilities.CreateInstance<RollupDelivery>(services, StandIn.Factory(
                services.GetRequiredService<IGrainFactory>(), "customer:c0", StandIn.Of<IRollupGrain>((_, _) =>
                {
                    Interlocked.Increment(ref asked);
                    return new ValueTask<TurnReceipt>(answer.Task);
                }))));
        });
        await server.RegisterAsync(3);
        await server.Directory.RegisterSubscriberAsync(TestServer.Registration(99));
        var rows = server.Services.GetRequiredService<ReadModelWriter>();
        var started = TestServer.Epoch.ToUnixTimeMilliseconds();
        using (var feed = await OpenAsync(server, stream: "links")) await feed.PublishAsync(Batch(1, Record(RollupTests.Link("c0"), 0), Record(RollupTests.Link("c1"), 1)));
        await RollupTests.UntilAsync(server, "c1", static r => r.Members == 1);

        // All rows are in search, and it says so; what is still owed holds back the customer concerned alone.
        await RollupTests.TellTimeAsync(server, days: 3);
        var now = TestServer.Epoch.AddDays(3).ToUnixTimeMilliseconds();
        await Patience.UntilAsync(() => new(rows.AsOf >= now && rows.Owing == 1), () => $"rows are as of {rows.AsOf}, and {rows.Owing} owe reports");
        Assert.InRange(rows.OwedTo([new RollupTarget(RollupKind.Customer, "c0")]), 0, started + 1_000);
        Assert.Equal(long.MaxValue, rows.OwedTo([new RollupTarget(RollupKind.Customer, "c1")]));
        var linked = await server.Subscribers.SearchSubscribersAsync(new SearchSubscribersRequest { Filter = "subscriber_id = \"s0\"" });
        Assert.Equal("s0", Assert.Single(linked.Subscribers).SubscriberId);
        for (var i = 0; i < 5; i++) await rows.FlushAsync(numbers: true, Patience.Token);
        Assert.Equal(1, Volatile.Read(ref asked));

        answer.SetException(new EntityUnavailableException("It was overtaken."));
        await Patience.UntilAsync(() => new(Volatile.Read(ref asked) > 1), () => "it was not asked again");
    }

    [Fact]
    public async Task A_screen_pop_goes_without_what_cannot_be_read_and_says_so()
    {
        await using var server = await TestServer.StartAsync(options: RollupTests.Reviewed(10_000), builder: host => host.Services.AddSingleton(services =>
            ActivatorUtilities.CreateInstance<RollupReader>(services, StandIn.Factory(
                services.GetRequiredService<IGrainFactory>(), "customer:c0", StandIn.Of<IRollupGrain>(static (_, _) => throw new CorruptDataException("It is damaged."))))));
        await server.RegisterAsync(1);
        await server.Directory.RegisterSubscriberAsync(TestServer.Registration(99));
        await RollupTests.TellTimeAsync(server, days: 0);
        await server.Customers.DescribePartyAsync(PartySamples.Named("c0", "Li"));
        await server.Facts.RecordFactsAsync(About(0, RollupTests.Link("c0")));
        var pop = await server.Subscribers.GetScreenPopAsync(new GetScreenPopRequest { SubscriberId = "s0" });
        Assert.Equal(("s0", "c0", null, "customer_rollup"), (pop.Subscriber.SubscriberId, pop.Customer.PartyId, pop.CustomerRollup, Assert.Single(pop.Unreadable)));
    }

    [Fact]
    public async Task While_a_merge_is_under_way_nobody_who_was_merged_before_is_missing()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var id in (string[])["a", "b", "c"]) await server.Customers.DescribePartyAsync(PartySamples.Named(id, id));
        await server.MergeAsync("c", "b");
        // b has heard that it goes on as a, which has not heard of b, nor of c.
        var key = PartyKinds.KeyOf(PartyKind.Customer, "b");
        var receipt = await server.Services.GetRequiredService<Server.Calls.GrainCalls>().RetryAsync(() => server.Grains.GetGrain<IPartyGrain>(key.Value).GetState().AsTask(), Patience.Token);
        var told = receipt with { State = Told((PartyState)server.Services.GetRequiredService<IEntityKinds>().Read(key, receipt.State.Span)) };
        var grains = StandIn.Factory(server.Grains, key.Value, StandIn.Of<IPartyGrain>((_, _) => new ValueTask<StateReceipt>(told)));
        var reader = ActivatorUtilities.CreateInstance<PartyReader>(server.Services, grains);
        foreach (var id in (string[])["b", "c"]) Assert.Equal(["a", "b", "c"], (await reader.IdsAsync(PartyKind.Customer, id, Patience.Token)).Order());

        static ReadOnlyMemory<byte> Told(PartyState state)
        {
            var cause = new ByteWriter();
            new EffectCause("merges/customer", 1).WriteTo(cause);
            state.Fold(EntryView.Read(PartyEntry.Write(new EntryWriter(), state, 1, CauseKind.Effect, cause.ToArray(), FactKind.PartyMerged, new PartyMerge("b", "a").ToBytes())));
            var bytes = new ByteWriter();
            state.WriteTo(bytes);
            return bytes.ToArray();
        }
    }
}
