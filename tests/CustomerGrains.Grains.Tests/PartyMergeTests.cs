using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Parties;
using CustomerGrains.Server.Parties;
using CustomerGrains.Storage;
using CustomerGrains.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using static CustomerGrains.Grains.Tests.PartySamples;
using Outcome = CustomerGrains.V1.Outcome;
using PartyField = CustomerGrains.V1.PartyField;
using PartyKind = CustomerGrains.V1.PartyKind;

namespace CustomerGrains.Grains.Tests;

/// <summary>Merges: nothing is lost, nothing goes round in a circle, whatever is cut.</summary>
public sealed class PartyMergeTests
{
    [Fact]
    public async Task A_merge_loses_nothing_on_either_side_and_later_words_are_passed_on()
    {
        await using var server = await TestServer.StartAsync();
        await server.Customers.DescribePartyAsync(Named("a", "Li", days: 5));
        await server.Customers.DescribePartyAsync(Named("b", "Li Wei", days: 3));
        await server.Customers.DescribePartyAsync(Named("c", "L. Wei", "billing", days: 9));
        await server.MergeAsync("a", "b");
        await server.MergeAsync("b", "c");
        var (a, b, c) = await ThreeAsync(server);
        Assert.Equal(("b", "c", "Li by crm"), (a.MergedInto, a.CurrentId, a.Stands(PartyField.Name)));
        Assert.Equal(("c", "c", "a"), (b.MergedInto, b.CurrentId, Assert.Single(b.AbsorbedIds)));
        Assert.Equal(("", "", "a,b"), (c.MergedInto, c.CurrentId, string.Join(',', c.AbsorbedIds)));
        var name = Assert.Single(c.Fields);
        Assert.True(name.Conflict);
        Assert.Equal(["L. Wei  billing", "Li a crm", "Li Wei b crm"], new[] { name.Value }.Concat(name.Others).Select(v => $"{v.Value.Text} {v.AboutId} {v.SourceSystem}"));

        Assert.Equal(Outcome.Applied, (await server.Customers.DescribePartyAsync(Named("a", "Li Wei", days: 10))).Outcome);
        Assert.Equal(["L. Wei", "Li Wei", "Li Wei"], Values((await ThreeAsync(server)).C));
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
        await server.RestartAsync();
        Assert.Equal(["L. Wei", "Li Wei", "Li Wei"], Values((await ThreeAsync(server)).C));

        static IEnumerable<string> Values(Party party) => party.Fields.SelectMany(static f => f.Others.Prepend(f.Value)).Select(static v => v.Value.Text);
    }

    [Fact]
    public async Task What_cannot_be_merged_is_refused_and_what_was_is_answered_as_the_first_time()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var id in new[] { "a", "b", "c", "d" }) await server.Customers.DescribePartyAsync(Named(id, id));
        var first = new MergePartiesRequest { Kind = PartyKind.Customer, PartyId = "a", IntoId = "b", RequestId = "m1" };
        Assert.Equal("b", (await server.Customers.MergePartiesAsync(first)).MergedInto);
        var versions = await VersionsAsync();
        Assert.Equal("b", (await server.Customers.MergePartiesAsync(first)).MergedInto);
        await RefusedAsync("b", "a", "MERGE_CYCLE");
        await RefusedAsync("a", "c", "PARTY_MERGED");
        await server.MergeAsync("b", "c");
        await RefusedAsync("c", "a", "MERGE_CYCLE"); // by way of b
        await RefusedAsync("c", "b", "MERGE_CYCLE");
        await server.MergeAsync("d", "a"); // a was merged: c goes on
        Assert.Equal("a,b,d", string.Join(',', (await server.PartyAsync("c")).AbsorbedIds));
        Assert.Equal("c", (await server.PartyAsync("d")).CurrentId);
        Assert.Equal("b", (await server.Customers.MergePartiesAsync(first)).MergedInto);
        Assert.Equal(StatusCode.NotFound, await FailsAsync("nobody", "c"));
        Assert.Equal(StatusCode.NotFound, await FailsAsync("c", "nobody"));
        Assert.Equal(StatusCode.InvalidArgument, await FailsAsync("c", "c"));
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => server.MergeAsync("a", "b", PartyKind.Group))).StatusCode);
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });

        async Task<string> VersionsAsync() => $"{(await server.PartyAsync("a")).Version} {(await server.PartyAsync("b")).Version}";

        async Task RefusedAsync(string id, string into, string reason)
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => server.MergeAsync(id, into));
            Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
            Assert.Contains(reason, System.Text.Encoding.UTF8.GetString(error.Trailers.GetValueBytes("grpc-status-details-bin")!), StringComparison.Ordinal);
            Assert.Equal(versions.Split(' ')[0], (await VersionsAsync()).Split(' ')[0]);
        }

        async Task<StatusCode> FailsAsync(string id, string into) => (await Assert.ThrowsAsync<RpcException>(() => server.MergeAsync(id, into))).StatusCode;
    }

    /// <summary>Everybody merges at random, at once, while everybody is described: no circle, no deadlock, nobody's word lost.</summary>
    [Fact]
    public async Task Merges_at_the_same_time_make_no_circle_and_lose_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var random = new Random(7);
        string[] ids = ["a", "b", "c", "d", "e", "f"];
        foreach (var id in ids) await server.Customers.DescribePartyAsync(Named(id, "first", id));
        var calls = Enumerable.Range(0, 30).Select(_ => (Id: ids[random.Next(6)], Into: ids[random.Next(6)])).Where(static c => c.Id != c.Into).ToList();
        // Begun before the first merge, and not awaited until the last is done.
        var described = ids.Select(async id => Assert.Equal(Outcome.Applied, (await server.Customers.DescribePartyAsync(Named(id, "later", id, days: 1))).Outcome)).ToList();
        var merged = await Task.WhenAll(calls.Select(async call =>
        {
            try
            {
                await server.MergeAsync(call.Id, call.Into);
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
            {
                return false;
            }
        }));
        await Task.WhenAll(described);
        Assert.Contains(true, merged);
        Assert.Contains(false, merged);
        foreach (var id in ids)
        {
            var party = await server.PartyAsync(id);
            var root = party.CurrentId.Length > 0 ? await server.PartyAsync(party.CurrentId) : party;
            Assert.Equal("", root.MergedInto);
            var words = Assert.Single(root.Fields).Others.Prepend(root.Fields[0].Value).ToList();
            Assert.Equal("later", words.Single(w => w.SourceSystem == id && w.AboutId == (root.PartyId == id ? "" : id)).Value.Text);
        }
        foreach (var (call, _) in calls.Zip(merged).Where(static c => c.Second)) Assert.Equal(call.Into, (await server.PartyAsync(call.Id)).MergedInto);
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
    }

    [Fact]
    public async Task More_than_a_hundred_are_not_merged_into_one()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var id in new[] { "root", "way", "x", "y" }) await server.Customers.DescribePartyAsync(Named(id, id));
        await server.MergeAsync("way", "root");
        await server.StopAsync();
        var absorbed = new PartyAbsorption("m0", [.. Enumerable.Range(1, 97).Select(static i => $"m{i}")], []).ToBytes();
        await StoreEntries.AppendAsync(server.DataDirectory, EntityKey.Of(EntityKinds.Customer, "root"), (entry, state) =>
            PartyEntry.Write(entry, (PartyState)state, 1, CauseKind.Effect, Cause(new EffectCause("customer/m0", 1).WriteTo), FactKind.PartyAbsorbed, absorbed).ToArray());
        await server.RestartAsync();
        await server.MergeAsync("x", "way"); // the hundredth
        Assert.Equal(100, (await server.PartyAsync("root")).AbsorbedIds.Count);
        foreach (var (id, into) in new[] { ("y", "way"), ("root", "y") })
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => server.MergeAsync(id, into));
            Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
            Assert.Contains("TOO_MANY_MERGED", System.Text.Encoding.UTF8.GetString(error.Trailers.GetValueBytes("grpc-status-details-bin")!), StringComparison.Ordinal);
        }
        Assert.Equal("", (await server.PartyAsync("y")).MergedInto);
        await server.MergeAsync("x", "way"); // was done before
    }

    /// <summary>Merges whose effects cannot be delivered: of a party that is damaged itself, and of one that was merged into such a one. Nobody else waits for them.</summary>
    [Fact]
    public async Task A_damaged_party_holds_up_only_the_merges_that_lead_to_it()
    {
        await using var server = await TestServer.StartAsync();
        server.ExpectErrors("cannot take a fact of the kind");
        server.ExpectErrors("failed");
        foreach (var id in new[] { "a", "b", "c", "bad", "leads" }) await server.Customers.DescribePartyAsync(Named(id, id));
        await server.StopAsync();
        await StoreEntries.AppendAsync(server.DataDirectory, EntityKey.Of(EntityKinds.Customer, "bad"), (entry, state) =>
        {
            entry.Begin(EntityKey.Of(EntityKinds.Customer, "bad").ToUtf8(), state.Version + 1, 1, 0, CauseKind.Command, Cause(new CommandCause("", "").WriteTo), 1);
            entry.Fact(FactKind.NumberAssigned, Domain.Facts.Outcome.Applied, []);
            return entry.End().ToArray();
        });
        await server.RestartAsync();
        await DecidedAsync("bad", "c");
        await DecidedAsync("leads", "bad");

        await server.MergeAsync("a", "b");
        Assert.Equal("a", Assert.Single((await server.PartyAsync("b")).AbsorbedIds));
        foreach (var (id, into) in new[] { ("c", "bad"), ("c", "leads"), ("bad", "c"), ("leads", "bad") })
            Assert.Equal(StatusCode.DataLoss, (await Assert.ThrowsAsync<RpcException>(() => server.MergeAsync(id, into))).StatusCode);
        await server.MergeAsync("b", "c");
        Assert.Equal("a,b", string.Join(',', (await server.PartyAsync("c")).AbsorbedIds));

        // As if the damage had come between the look at the parties and the decision.
        async Task DecidedAsync(string id, string into)
        {
            var merges = server.Grains.GetGrain<IMergesGrain>("customer");
            var calls = server.Services.GetRequiredService<Server.Calls.GrainCalls>();
            await Assert.ThrowsAsync<StoreCorruptException>(() => calls.RetryAsync(
                async () => await merges.Merge(new MergeCommand(id, into, (await merges.Settle()).Version, "", "", "")) ? 0 : throw new TimeoutException("Another merge came between."), CancellationToken.None));
        }
    }

    [Fact]
    public async Task So_many_merges_of_a_kind_wait_and_more_are_refused_at_once()
    {
        using var turn = new MergeTurn();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (running, done) = (0, 0);
        var calls = Enumerable.Range(0, MergeTurn.MostWaiting + 1).Select(_ => turn.RunAsync(OneAsync, CancellationToken.None)).ToList();
        var refused = await Assert.ThrowsAsync<RpcException>(() => turn.RunAsync(OneAsync, CancellationToken.None));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        end.SetResult();
        await Task.WhenAll(calls);
        Assert.Equal(calls.Count, done);
        await turn.RunAsync(OneAsync, CancellationToken.None);
        Assert.Equal(calls.Count + 1, done);

        async Task OneAsync()
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            await end.Task;
            Interlocked.Decrement(ref running);
            done++;
        }
    }

    /// <summary>Rule 15: the effect is durable, the party's next commit fails, and nobody calls again.</summary>
    [Fact]
    public async Task What_was_learnt_is_passed_on_although_the_activation_was_lost()
    {
        var (isFailing, good) = (false, 1);
        await using var server = await TestServer.StartAsync(
            options => options with
            {
                Fault = point =>
                {
                    if (point == FaultPoint.InCommit && Volatile.Read(ref isFailing) && Interlocked.Decrement(ref good) < 0) throw new IOException("The disk is full (a test says so).");
                },
            },
            strict: false);
        server.ExpectErrors("The disk is full (a test says so).");
        server.ExpectErrors("commit");
        foreach (var id in new[] { "a", "b" }) await server.Customers.DescribePartyAsync(Named(id, id));
        await server.MergeAsync("a", "b");
        var party = server.Grains.GetGrain<IPartyGrain>("customer/a");
        Volatile.Write(ref isFailing, true);
        await Assert.ThrowsAsync<EntityUnavailableException>(() => party.Describe(Command("durable", 1))); // b cannot take it
        await Assert.ThrowsAsync<EntityUnavailableException>(() => party.Describe(Command("lost", 2)));
        Volatile.Write(ref isFailing, false);

        await Patience.UntilAsync(async () => Words(await server.PartyAsync("b")).Contains("durable by crm of a"), () => "b does not know what a learnt");
        Assert.DoesNotContain("lost by crm of a", Words(await server.PartyAsync("b")));

        static DescribeCommand Command(string name, double days) => new(
            new PartyDescription("", "crm", At(days).Seconds, [KeyValuePair.Create(Domain.Parties.PartyField.Name, Domain.Parties.PartyValue.Of(name))]).ToBytes(), "", "", "");

        static IEnumerable<string> Words(Party party) => party.Fields.SelectMany(static f => f.Others.Prepend(f.Value)).Select(static v => $"{v.Value.Text} by {v.SourceSystem} of {v.AboutId}");
    }

    /// <summary>Rule 15, each step of a merge cut from the next: decided but not told, told but not handed over, learnt but not passed on.</summary>
    [Theory]
    [InlineData("decided")]
    [InlineData("told")]
    [InlineData("described")]
    public async Task A_merge_that_was_cut_is_finished_after_the_crash(string cut)
    {
        await using var server = await TestServer.StartAsync();
        await server.Customers.DescribePartyAsync(Named("a", "Li"));
        await server.Customers.DescribePartyAsync(Named("b", "Wang", "billing"));
        if (cut == "described") await server.MergeAsync("a", "b");
        await server.StopAsync();
        var merge = new PartyMerge("a", "b").ToBytes();
        await (cut switch
        {
            "decided" => StoreEntries.AppendAsync(server.DataDirectory, EntityKey.Of(EntityKinds.Merges, "customer"), (entry, state) =>
            {
                entry.Begin(EntityKey.Of(EntityKinds.Merges, "customer").ToUtf8(), state.Version + 1, 1, 0, CauseKind.Command, Cause(new CommandCause("", "").WriteTo), 1, 1);
                entry.Fact(FactKind.PartyMerged, Domain.Facts.Outcome.Applied, merge);
                entry.Effect(EntityKey.Of(EntityKinds.Customer, "a").ToUtf8(), FactKind.PartyMerged, merge);
                return entry.End().ToArray();
            }),
            "told" => AppendAsync(CauseKind.Effect, Cause(new EffectCause("merges/customer", 1).WriteTo), FactKind.PartyMerged, merge),
            _ => AppendAsync(CauseKind.Command, Cause(new CommandCause("", "").WriteTo), FactKind.PartyDescribed,
                new PartyDescription("", "crm", At(9).Seconds, [KeyValuePair.Create(Domain.Parties.PartyField.Name, Domain.Parties.PartyValue.Of("Zhao"))]).ToBytes()),
        });

        await server.RestartAsync();
        var found = cut == "described" ? "Zhao" : "Li";
        await Patience.UntilAsync(async () => (await server.PartyAsync("b")).Fields.SelectMany(f => f.Others).Any(o => o.Value.Text == found && o.AboutId == "a"), () => "b does not know what a knew");
        var (a, b) = (await server.PartyAsync("a"), await server.PartyAsync("b"));
        Assert.Equal(("b", "a"), (a.MergedInto, Assert.Single(b.AbsorbedIds)));
        Assert.Equal("Wang by billing", b.Stands(PartyField.Name));
        await server.MergeAsync("a", "b"); // is done
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });

        Task AppendAsync(CauseKind causeKind, byte[] cause, FactKind kind, byte[] body) => StoreEntries.AppendAsync(server.DataDirectory, EntityKey.Of(EntityKinds.Customer, "a"), (entry, state) =>
            PartyEntry.Write(entry, (PartyState)state, 1, causeKind, cause, kind, body).ToArray());
    }

    private static byte[] Cause(Action<ByteWriter> write)
    {
        var writer = new ByteWriter();
        write(writer);
        return writer.ToArray();
    }

    private static async Task<(Party A, Party B, Party C)> ThreeAsync(TestServer server) => (await server.PartyAsync("a"), await server.PartyAsync("b"), await server.PartyAsync("c"));
}
