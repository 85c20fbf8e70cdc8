using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Domain.Tests.Parties;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Formats;

/// <summary>The bytes of parties and merges, as the log and snapshots keep them.</summary>
public class PartyFormatTests
{
    [Fact]
    public void A_description_has_these_bytes() => Hex.Equal(
        "01 00 03 63726d 64" + // format, about, source, time
        "04 01 03 e78e8b  05 02 f81e  0a 01 02  18 00", // name, birth year, major, unpaid since taken back
        new PartyDescription("", "crm", 100, [Pair(PartyField.Name, PartyValue.Of("王")), Pair(PartyField.BirthYear, PartyValue.Of(1980)), Pair(PartyField.Major, PartyValue.Of(true)), Pair(PartyField.UnpaidSince, PartyValue.None)]).ToBytes());

    [Fact]
    public void Several_texts_have_these_bytes() => Hex.Equal("02 01 61 02 6262", PartyValue.Of(["a", "bb"]).Bytes);

    [Fact]
    public void A_merge_has_these_bytes() => Hex.Equal("01 01 61 02 6262", new PartyMerge("a", "bb").ToBytes());

    [Fact]
    public void An_absorption_has_these_bytes() => Hex.Equal(
        "01 01 61  01 01 78" + // format, id, whom it absorbed before
        "01 01 03 63726d 01 78 64 02 6869", // name, source, about, time, value
        new PartyAbsorption("a", ["x"], [new PartyStatement(PartyField.Name, "crm", "x", 100, PartyValue.Of("hi"))]).ToBytes());

    [Fact]
    public void A_party_has_these_bytes()
    {
        var party = Party();
        Hex.Equal(
            "01 05 01" + // format, version, now
            "01 63  01 01 61" + // merged into, absorbed
            "04 01 03 63726d 00 ac02 02 686f" + // name by crm,
            "01 03 63726d 01 61 64 02 6869" + // by crm of a;
            "03 07 62696c6c696e67 00 c801 00" + // region taken back by billing;
            "05 07 62696c6c696e67 00 c801 02 f81e" + // birth year by billing
            "01 0a 637573746f6d65722f63 05 46 0e 01 01 62 03 63726d ac02 01 01 02 686f" + // open effects: passed on to c
            "02 0a 637573746f6d65722f61 02  0f 6d65726765732f637573746f6d6572 02" + // effects applied
            "01 5367113c22ff82c0 01", // requests
            party.Bytes);
        Assert.Equal(party.Bytes, Entity<PartyState>.BytesOf(party.ReadBack()));
    }

    [Fact]
    public void Merges_have_these_bytes()
    {
        var merges = Merges();
        Hex.Equal("01 03 09  01 0a 637573746f6d65722f62 02 47 05 01 01 62 01 63", merges.Bytes); // format, version, now; open effects
        Assert.Empty(merges.Aggregates);
        Assert.Equal(merges.Bytes, Entity<MergesState>.BytesOf(merges.ReadBack()));
    }

    /// <summary>b: described by request, took a over, was merged into c, passed on what came later, was told that c has it.</summary>
    internal static Entity<PartyState> Party()
    {
        var world = new PartyWorld();
        world.Describe("a", PartyWorld.Say("crm", 100, (PartyField.Name, PartyValue.Of("hi"))));
        world.Describe("b", PartyWorld.Say("billing", 200, (PartyField.BirthYear, PartyValue.Of(1980)), (PartyField.Region, PartyValue.None)), "r1");
        world.Merge("a", "b");
        world.DeliverAll(new Random(1));
        world.Merge("b", "c");
        world.DeliverAll(new Random(1));
        world.Describe("b", PartyWorld.Say("crm", 300, (PartyField.Name, PartyValue.Of("ho"))));
        return world["b"];
    }

    /// <summary>Two merges decided, the first delivered.</summary>
    internal static Entity<MergesState> Merges()
    {
        var merges = new Entity<MergesState>("merges/customer");
        foreach (var (id, into) in new[] { ("a", "b"), ("b", "c") })
        {
            var body = new PartyMerge(id, into).ToBytes();
            merges.Take(CauseKind.Command, Entity<MergesState>.Body(w => new CommandCause("r", "x").WriteTo(w)), FactKind.PartyMerged, body, now: 9, ("customer/" + id, FactKind.PartyMerged, body));
        }
        merges.Take(CauseKind.Tick, [], FactKind.EffectConfirmed, Entity<MergesState>.Body(w => OpenEffects.WriteConfirmation(w, merges.State.OpenEffects.First)), now: 9);
        return merges;
    }

    private static KeyValuePair<PartyField, PartyValue> Pair(PartyField field, PartyValue value) => KeyValuePair.Create(field, value);
}
