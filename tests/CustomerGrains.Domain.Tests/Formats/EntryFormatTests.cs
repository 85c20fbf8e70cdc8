using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Formats;

/// <summary>The bytes of an entry. They are on disk: a test that has to be changed here is a new format version.</summary>
public class EntryFormatTests
{

    private static readonly byte[] Key = "number/x"u8.ToArray();

    [Fact]
    public void An_entry_with_a_fact_and_an_effect_has_these_bytes()
    {
        Hex.Equal(
            "01 33000000 02" + // format, length 51, flag: effects
            "ac02 80ec929dae23" + // version 300, now
            "07 08 6e756d6265722f78" + // policy 7, key number/x
            "02 03 aabbcc" + // cause: command
            "01 0b 01 02 1234" + // one fact: number assigned, applied
            "01 0c 737562736372696265722f61 0b 00", // one effect on subscriber/a
            Write());
    }

    [Fact]
    public void An_entry_without_effects_has_no_flag_and_an_empty_list()
    {
        var writer = new EntryWriter();
        writer.Begin("a/b"u8, 1, 0, 0, CauseKind.Tick, default, 0);
        Hex.Equal("01 11000000 00 01 00 00 03 612f62 04 00 00 00", writer.End());
    }

    [Fact]
    public void An_entry_is_read_back_as_it_was_written()
    {
        var bytes = Write();
        var entry = EntryView.Read([.. bytes, 0xff, 0xff]);
        Assert.Equal(bytes, entry.Bytes.ToArray());
        Assert.Equal((300L, 1_215_000_000_000L, 7u), (entry.Version, entry.Now, entry.Policy));
        Assert.Equal(Key, entry.Key.ToArray());
        Assert.Equal(CauseKind.Command, entry.CauseKind);
        Assert.Equal([0xaa, 0xbb, 0xcc], entry.Cause.ToArray());
        Assert.True(entry.HasEffects);
        var facts = 0;
        foreach (var fact in entry.Facts)
        {
            facts++;
            Assert.Equal((FactKind.NumberAssigned, Outcome.Applied), (fact.Kind, fact.Outcome));
            Assert.Equal([0x12, 0x34], fact.Body.ToArray());
        }
        var effects = 0;
        foreach (var effect in entry.Effects())
        {
            effects++;
            Assert.Equal("subscriber/a"u8.ToArray(), effect.Target.ToArray());
            Assert.Equal(FactKind.NumberAssigned, effect.Kind);
            Assert.Equal(0, effect.Body.Length);
        }
        Assert.Equal((1, 1), (facts, effects));
    }

    [Fact]
    public void A_writer_refuses_other_than_what_was_announced()
    {
        var writer = new EntryWriter();
        writer.Begin(Key, 1, 0, 0, CauseKind.Tick, default, 1, 1);
        Assert.Throws<InvalidOperationException>(() => { writer.Effect(Key, FactKind.Usage, default); });
        Assert.Throws<InvalidOperationException>(() => { writer.End(); });
        writer.Fact(FactKind.Usage, Outcome.Applied, default);
        Assert.Throws<InvalidOperationException>(() => writer.Fact(FactKind.Usage, Outcome.Applied, default));
    }

    [Fact]
    public void A_writer_that_was_left_half_way_begins_afresh()
    {
        var writer = new EntryWriter();
        writer.Begin(Key, 9, 9, 9, CauseKind.Slice, Key, 3);
        writer.Fact(FactKind.Usage, Outcome.Applied, Key);
        writer.Begin("a/b"u8, 1, 0, 0, CauseKind.Tick, default, 0);
        Hex.Equal("01 11000000 00 01 00 00 03 612f62 04 00 00 00", writer.End());
    }

    [Theory]
    [InlineData("02 11000000 00 01 00 00 03 612f62 04 00 00 00")] // a newer format
    [InlineData("01 12000000 00 01 00 00 03 612f62 04 00 00 00")] // longer than there is
    [InlineData("01 05000000 00 01 00 00 03 612f62 04 00 00 00")] // shorter than its own head
    [InlineData("01 0b000000 00 01 00 00 03 612f62 04 00 00 00")] // ends in its key
    [InlineData("")]
    public void A_damaged_entry_is_refused(string hex) =>
        Assert.Throws<CorruptDataException>(() => { EntryView.Read(Hex.Bytes(hex)); });

    private static byte[] Write()
    {
        var writer = new EntryWriter();
        writer.Begin(Key, 300, 1_215_000_000_000, 7, CauseKind.Command, [0xaa, 0xbb, 0xcc], 1, 1);
        writer.Fact(FactKind.NumberAssigned, Outcome.Applied, [0x12, 0x34]);
        writer.Effect("subscriber/a"u8, FactKind.NumberAssigned, default);
        return writer.End().ToArray();
    }
}
