using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Formats;

/// <summary>Damaged bytes give <see cref="CorruptDataException"/> or something that can be worked with: never another exception,
/// an endless loop or an allocation out of proportion.</summary>
public class CorruptionTests
{
    private const int Mutations = 20_000;

    /// <summary>Far above what a good state of these tests takes, far below what a hostile count would.</summary>
    private const long MaxAllocated = 1 << 20;

    private static readonly FoldParameters Parameters = new();
    private static readonly EntityKinds Kinds = new(Parameters);

    public static TheoryData<string> States => ["subscriber/s1", "subscriber/told", "number/n", "source/s", "source/quarantine", "stream/s/x", "customer/b", "merges/customer", "subscriber/parted", "rollup/customer:c"];

    /// <summary>The source's, customer's and merges' by the place of the entry in its history: one of each kind.</summary>
    public static TheoryData<string> Entries => ["subscriber/s1", "subscriber/told", "subscriber/asked", "number/n", "source/s", "source/0", "source/2", "source/3", "source/4", "stream/s/x", "customer/0", "customer/1", "customer/2", "customer/3", "customer/4", "merges/0", "merges/2", "subscriber/parted", "rollup/customer:c"];

    [Theory, MemberData(nameof(States))]
    public void Every_truncation_of_a_state_is_refused(string key)
    {
        var bytes = StateOf(key);
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            Assert.Throws<CorruptDataException>(() => Kinds.Read(EntityKey.Parse(key), cut));
        }
    }

    [Theory, MemberData(nameof(States))]
    public void A_state_with_flipped_bits_is_refused_or_can_be_written_again(string key)
    {
        var refused = Fuzz(StateOf(key), 11, bytes =>
        {
            var state = Kinds.Read(EntityKey.Parse(key), bytes);
            state.WriteTo(new ByteWriter());
            state.WriteAggregates(new ByteWriter());
        });
        Assert.InRange(refused, 1, Mutations - 1);
    }

    [Theory, MemberData(nameof(Entries))]
    public void A_damaged_entry_is_refused_and_leaves_the_state_as_it_was(string key)
    {
        var (state, entry) = EntryOf(key);
        var before = Entity<IEntityState>.BytesOf(state);
        var refused = Fuzz(entry, 12, bytes =>
        {
            var copy = Kinds.Read(EntityKey.Parse(key), before);
            try
            {
                copy.Fold(EntryView.Read(bytes));
                copy.WriteTo(new ByteWriter());
            }
            catch (CorruptDataException)
            {
                Assert.Equal(before, Entity<IEntityState>.BytesOf(copy));
                throw;
            }
        });
        Assert.InRange(refused, 1, Mutations - 1);
        state.Fold(EntryView.Read(entry));
    }

    [Theory, MemberData(nameof(Entries))]
    public void Every_truncation_inside_an_entry_leaves_the_state_as_it_was(string key)
    {
        var (state, entry) = EntryOf(key);
        var before = Entity<IEntityState>.BytesOf(state);
        for (var length = 0; length < entry.Length; length++)
        {
            // The head says how long the entry is: let it say so truthfully, or the rest would not be looked at.
            var cut = entry[..length];
            if (length >= 5) BitConverter.TryWriteBytes(cut.AsSpan(1), (uint)length);
            Assert.Throws<CorruptDataException>(() => state.Fold(EntryView.Read(cut)));
            Assert.Equal(before, Entity<IEntityState>.BytesOf(state));
        }
    }

    [Fact]
    public void A_damaged_slice_is_refused_or_judged()
    {
        var subscriber = new Subscriber();
        var slice = Subscriber.Slice(Subscriber.Cause(1), (0, 0, new Support.Usage("a", 1_000) { Duration = 5 }), (300, 1, new Support.Usage("", 2_000)));
        var judgement = new SliceJudgement();
        for (var length = 0; length < slice.Length; length++)
        {
            var cut = slice[..length];
            Assert.Throws<CorruptDataException>(() => judgement.Judge(subscriber.State, cut, subscriber.Clock));
        }
        var before = subscriber.Bytes;
        var refused = Fuzz(slice, 13, bytes =>
        {
            subscriber.Clock.Observed.Clear();
            judgement.Judge(subscriber.State, bytes, subscriber.Clock);
            if (judgement.NewCount == 0) return;
            var copy = subscriber.ReadBack();
            copy.Fold(EntryView.Read(judgement.WriteEntry(subscriber.Key.ToUtf8(), copy, bytes, subscriber.Clock)));
            copy.WriteTo(new ByteWriter());
        });
        Assert.InRange(refused, 1, Mutations - 1);
        Assert.Equal(before, subscriber.Bytes);
    }

    [Fact]
    public void A_damaged_record_is_refused_or_read()
    {
        var record = new Support.Usage("a", 1_000) { Duration = 5, Up = 7, Count = 2 }.ToBytes();
        for (var length = 0; length < record.Length; length++)
        {
            var cut = record[..length];
            Assert.Throws<CorruptDataException>(() => { UsageRecordView.Read(cut); });
        }
        var refused = Fuzz(record, 14, bytes => Parameters.Calendar.DayOf(UsageRecordView.Read(bytes).StartTime));
        Assert.InRange(refused, 1, Mutations - 1);
    }

    [Theory]
    [InlineData("80808080808080808080 01")] // longer than ten bytes
    [InlineData("8080")] // cut
    public void A_broken_varint_is_refused(string hex) => Assert.Throws<CorruptDataException>(() => new ByteReader(Hex.Bytes(hex)).Varint());

    [Fact]
    public void Numbers_survive_at_every_size()
    {
        var writer = new ByteWriter(1);
        var values = Enumerable.Range(0, 64).SelectMany(bit => new[] { 1UL << bit, (1UL << bit) - 1, ~(1UL << bit) }).ToArray();
        foreach (var value in values)
        {
            writer.Varint(value);
            writer.SignedVarint((long)value);
            writer.UInt64(value);
        }
        var reader = new ByteReader(writer.Written);
        foreach (var value in values)
        {
            Assert.Equal(value, reader.Varint());
            Assert.Equal((long)value, reader.SignedVarint());
            Assert.Equal(value, reader.UInt64());
        }
        Assert.True(reader.AtEnd);
    }

    /// <summary>Flips, overwrites, cuts out and inserts; returns how often the reader refused.</summary>
    private static int Fuzz(byte[] good, int seed, Action<byte[]> read)
    {
        var random = new Random(seed);
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = Mutate(random, good);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(bytes);
            }
            catch (CorruptDataException)
            {
                refused++;
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        }
        return refused;
    }

    private static byte[] Mutate(Random random, byte[] good)
    {
        var bytes = good.ToList();
        for (var left = random.Next(1, 4); left > 0 && bytes.Count > 0; left--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.InsertRange(at, [0xff, 0xff, 0xff, 0xff, 0x07]); break; // int.MaxValue as a count
                default: bytes.InsertRange(at, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]); break; // −1
            }
        }
        return [.. bytes];
    }

    private static byte[] StateOf(string key) => EntityKey.Parse(key).Kind switch
    {
        EntityKinds.Subscriber when key == "subscriber/told" => StateFormatTests.Told().Bytes,
        EntityKinds.Subscriber when key == "subscriber/parted" => RollupSamples.Parted().Bytes,
        EntityKinds.Subscriber => StateFormatTests.Subscriber().Bytes,
        EntityKinds.Rollup => RollupSamples.Rollup().Bytes,
        EntityKinds.Number => StateFormatTests.Number().Bytes,
        EntityKinds.Source => (key == "source/s" ? StateFormatTests.Source() : StateFormatTests.Quarantine()).Bytes,
        EntityKinds.Customer => PartyFormatTests.Party().Bytes,
        EntityKinds.Merges => PartyFormatTests.Merges().Bytes,
        _ => Closed().Bytes,
    };

    /// <summary>A state and the entry that made its last version.</summary>
    private static (IEntityState Before, byte[] Entry) EntryOf(string key) => EntityKey.Parse(key).Kind switch
    {
        EntityKinds.Subscriber when key == "subscriber/told" => BeforeLast(StateFormatTests.Told(), 0),
        EntityKinds.Subscriber when key == "subscriber/asked" => BeforeLast(StateFormatTests.Told(), 1),
        EntityKinds.Subscriber when key == "subscriber/parted" => BeforeLast(RollupSamples.Parted(), 0),
        EntityKinds.Subscriber => BeforeLast(StateFormatTests.Subscriber(), 0),
        EntityKinds.Rollup => BeforeLast(RollupSamples.Rollup(), 0),
        EntityKinds.Number => BeforeLast(StateFormatTests.Number(), 1),
        EntityKinds.Source when key == "source/s" => BeforeLast(StateFormatTests.Source(), 2),
        EntityKinds.Source => Before(StateFormatTests.Quarantine(), Place(key)),
        EntityKinds.Customer => Before(PartyFormatTests.Party(), Place(key)),
        EntityKinds.Merges => Before(PartyFormatTests.Merges(), Place(key)),
        _ => BeforeLast(Closed(), 0),
    };

    private static int Place(string key) => int.Parse(EntityKey.Parse(key).Id, System.Globalization.CultureInfo.InvariantCulture);

    private static (IEntityState, byte[]) BeforeLast<TState>(Entity<TState> entity, int back) where TState : class, IEntityState =>
        Before(entity, entity.Entries.Count - 1 - back);

    private static (IEntityState, byte[]) Before<TState>(Entity<TState> entity, int at) where TState : class, IEntityState
    {
        var state = Kinds.Create(entity.Key);
        foreach (var entry in entity.Entries.Take(at)) state.Fold(EntryView.Read(entry));
        return (state, entity.Entries[at]);
    }

    private static Entity<Domain.Sources.ClosedStreamState> Closed()
    {
        var stream = new Entity<Domain.Sources.ClosedStreamState>("stream/s/x");
        stream.Take(CauseKind.Effect, Entity<IEntityState>.Body(new EffectCause("source/s", 5).WriteTo), FactKind.StreamClosed,
            Entity<IEntityState>.Body(new Domain.Sources.StreamClosed(1, 2, new(3, 0, 0, 1), 7).WriteTo), now: 9);
        return stream;
    }
}
