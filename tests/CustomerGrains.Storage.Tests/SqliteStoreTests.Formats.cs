using System.Text;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.Tests;

public sealed partial class SqliteStoreTests
{
    [Theory]
    [InlineData("subscriber/1", 0x8D38A6C2FDB6F11EUL, 14)]
    [InlineData("source/mediation-1", 0x71537B3BE46568DAUL, 10)]
    [InlineData("number/4915112345678", 0x3231B8272A2EBE12UL, 2)]
    [InlineData("subscription-group/a-key-of-more-than-thirty-two-bytes", 0x79E628DD04925324UL, 4)]
    [InlineData("subscriber/Müller", 0x95C69BB07A3E94D7UL, 7)]
    public void Partition_vectors_never_change(string key, ulong hash, int partition)
    {
        var actual = EntityKey.Hash(Encoding.UTF8.GetBytes(key));
        Assert.Equal((hash, partition), (actual, Partitions.Of(actual)));
    }

    [Fact]
    public void A_rows_bytes_never_change()
    {
        var buffer = new RowBuffer(new BufferPool());
        buffer.Begin(7);
        var writer = new EntryWriter();
        Add("toy/b", 1, 1000, "x");
        Add("toy/a", 1, 1001, "y");
        Add("toy/b", 2, 1002, "z");
        buffer.Pack(new SlotSorter());
        Assert.Equal("0101180000000001E8070105746F792F62040001010101780001180000000001E9070105746F792F61040001010101790001180000000002EA070105746F792F620400010101017A00010000004026CE33310000004026CE3319000000F0C784A403000000", Convert.ToHexString(buffer.Data.AsSpan(0, buffer.PayloadLength)));

        var row = RowView.Read(buffer.Data.AsSpan(0, buffer.PayloadLength));
        Assert.Equal(3, row.Count);
        var fingerprint = Fingerprint.Of(EntityKey.Hash("toy/b"u8));
        var at = row.LowerBound(fingerprint);
        Assert.Equal(1, EntryView.Read(row.Entry(row.Slot(at))).Version);
        Assert.Equal(2, EntryView.Read(row.Entry(row.Slot(at + 1))).Version);

        void Add(string key, long version, long now, string body)
        {
            var utf8 = Encoding.UTF8.GetBytes(key);
            writer.Begin(utf8, version, now, 1, CauseKind.Tick, [], 1);
            writer.Fact(FactKind.Usage, Outcome.Applied, Encoding.UTF8.GetBytes(body));
            buffer.Add(Fingerprint.Of(EntityKey.Hash(utf8)), now, writer.End());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(199)]
    [InlineData(5000)]
    [InlineData(40_000)]
    public void Slots_are_sorted_as_numbers(int count)
    {
        var random = new Random(count);
        var slots = new ulong[count];
        for (var i = 0; i < count; i++) slots[i] = Fingerprint.Slot(random.Next(3) == 0 ? 0x80000000u : (uint)random.NextInt64(1L << 32), (uint)i);
        Assert.Equal(slots.Order(), new SlotSorter().Sort(slots).ToArray());
    }

    [Fact]
    public async Task Positions_never_restart_and_rows_are_dense()
    {
        await using var store = await StartAsync();
        var expected = new long[Partitions.Count];
        for (var round = 0; round < 6; round++)
        {
            for (var i = 0; i < 30; i++)
            {
                var toy = await store.LoadAsync("toy" + i);
                await store.AppendDurableAsync(toy, 2);
                expected[toy.Handle.Partition] += 2; // each its own commit or both in one
                toy.Release();
            }
            var before = Positions(store.Folder);
            if (round % 2 == 0) await store.Store.CheckpointAsync(CancellationToken.None);
            var sealedPositions = round % 2 == 0 ? Positions(store.Folder) : before;
            for (var partition = 0; partition < Partitions.Count; partition++) Assert.True(sealedPositions[partition] >= before[partition]);
            await store.ReopenAsync();
        }
        // Dense: the number of rows ever written is what the positions say.
        Assert.InRange(Positions(store.Folder).Sum(), expected.Sum() / 2, expected.Sum());
    }

    // Where the newest segment says that the partitions go on.
    private static long[] Positions(string folder)
    {
        var newest = Directory.GetFiles(Path.Combine(folder, "log"), "*.db").Order(StringComparer.Ordinal).Last();
        var copy = Path.Combine(folder, "copy.db");
        File.Copy(newest, copy, true);
        using var reader = Database.OpenImmutable(copy);
        return SegmentHeader.Read(reader)!.Positions;
    }

    [Fact]
    public void Two_entities_with_one_fingerprint_are_told_apart()
    {
        var index = new MemoryIndex();
        var buffer = new RowBuffer(new BufferPool());
        buffer.Begin(1);
        var writer = new EntryWriter();
        foreach (var (key, version) in new[] { ("toy/a", 1), ("toy/b", 1), ("toy/a", 2), ("toy/b", 2) })
        {
            writer.Begin(Encoding.UTF8.GetBytes(key), version, 0, 1, CauseKind.Tick, [], 0);
            buffer.Add(42, 0, writer.End());
        }
        buffer.Pack(new SlotSorter());
        var payload = buffer.Data.AsSpan(0, buffer.PayloadLength).ToArray();
        index.Add(RowView.Read(payload));
        var places = new List<ulong>();
        index.Find(42, places);
        Assert.Equal(4, places.Count);
        var collector = EntryCollector.Take();
        foreach (var place in places) collector.Offer(RowView.Entry(payload, (uint)place), "toy/b"u8, 0);
        Assert.Equal((2, 1L), (collector.Count, collector.FirstVersion));
        collector.GiveBack();
    }
}
