using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>Since when a class is what it is.</summary>
public class EdgesTests
{
    private const long Now = 1_720_000_000_000;
    private static readonly EdgeCodes First = default(EdgeCodes).With(Edge.Value, (int)ValueClass.High).With(Edge.LifeCycle, (int)LifeCycleStage.CrossSell << 4 | (int)LifeCycleReason.RisingUse);

    [Fact]
    public void Every_class_begins_with_the_first_look()
    {
        var edges = default(Edges);
        Assert.Equal(0, edges.Since(Edge.Value));
        Assert.True(edges.Update(First, Now + 999));
        Assert.All(Enum.GetValues<Edge>(), e => Assert.Equal(Now, edges.Since(e)));
        Assert.Equal(First, edges.Codes);
        Assert.Equal(LifeCycleStage.CrossSell, edges.Stage);
        Assert.True(default(Edges).Update(default, Now)); // also when every class is none
    }

    [Fact]
    public void Only_what_changes_has_a_new_time()
    {
        var edges = default(Edges);
        edges.Update(First, Now);
        Assert.False(edges.Update(First, Now + 5_000));
        var second = First.With(Edge.Value, (int)ValueClass.Ordinary);
        Assert.Equal([Edge.Value], edges.ChangesTo(second));
        Assert.True(edges.Update(second, Now + 60_000));
        Assert.Equal((Now + 60_000, Now), (edges.Since(Edge.Value), edges.Since(Edge.StarLevel)));
        Assert.Equal((int)ValueClass.Ordinary, edges.Codes[Edge.Value]);
    }

    [Fact]
    public void Every_edge_has_bits_of_its_own()
    {
        foreach (var edge in Enum.GetValues<Edge>())
        {
            var widest = 0;
            for (var code = 1; code < 1 << 16; code = (code << 1) | 1)
            {
                var fits = code;
                if (Record.Exception(() => default(EdgeCodes).With(edge, fits)) is null) widest = code;
            }
            Assert.NotEqual(0, widest);
            var codes = default(EdgeCodes).With(edge, widest);
            Assert.All(Enum.GetValues<Edge>(), other => Assert.Equal(other == edge ? widest : 0, codes[other]));
            Assert.Equal(default, codes.With(edge, 0));
        }
    }

    [Fact]
    public void The_bytes_are_pinned()
    {
        var edges = default(Edges);
        edges.Update(First, Now);
        edges.Update(First.With(Edge.Value, (int)ValueClass.Ordinary), Now + 60_000);
        Hex.Equal(Pinned, BytesOf(edges));
        Assert.Equal(14, BytesOf(default).Length);
    }

    /// <summary>Before there were patterns of use.</summary>
    [Fact]
    public void The_first_format_is_still_read()
    {
        var reader = new ByteReader(Convert.FromHexString(PinnedV1.Replace(" ", "", StringComparison.Ordinal)));
        var read = Edges.Read(ref reader);
        reader.End();
        Assert.Equal(First.With(Edge.Value, (int)ValueClass.Ordinary), read.Codes);
        Assert.All(Enum.GetValues<Edge>(), e => Assert.Equal(e == Edge.Value ? Now + 60_000 : Now, read.Since(e)));
        // Folded from its entries it is the same.
        Hex.Equal(Pinned, BytesOf(read));
        Assert.True(read.Update(read.Codes.With(Edge.UsagePattern, (int)UsagePattern.Steady), Now + 120_000));
        Assert.Equal((Now + 120_000, Now), (read.Since(Edge.UsagePattern), read.Since(Edge.StarLevel)));
    }

    [Fact]
    public void What_was_written_is_read_back_and_is_small()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var edges = default(Edges);
            var codes = default(EdgeCodes);
            var span = random.NextInt64(1, 17L * 365 * 86_400_000);
            for (var changes = random.Next(40); changes > 0; changes--)
            {
                codes = codes.With((Edge)random.Next(16), random.Next(4));
                edges.Update(codes, Now + random.NextInt64(span));
            }
            var bytes = BytesOf(edges);
            Assert.InRange(bytes.Length, 14, 68);
            var reader = new ByteReader(bytes);
            var read = Edges.Read(ref reader);
            reader.End();
            Assert.Equal(edges.Codes, read.Codes);
            Assert.All(Enum.GetValues<Edge>(), e => Assert.Equal(edges.Since(e), read.Since(e)));
            Assert.Equal(bytes, BytesOf(read));
        }
    }

    [Fact]
    public void Times_from_end_to_end_still_fit()
    {
        var edges = default(Edges);
        edges.Update(First, 1_000);
        edges.Update(First.With(Edge.StarLevel, 5), long.MaxValue); // 2106 and later
        var bytes = BytesOf(edges);
        Assert.InRange(bytes.Length, 69, Edges.MaxBytes);
        var reader = new ByteReader(bytes);
        var read = Edges.Read(ref reader);
        Assert.Equal((1_000, uint.MaxValue * 1_000L), (read.Since(Edge.Value), read.Since(Edge.StarLevel)));
    }

    [Fact]
    public void Damaged_bytes_are_refused_and_never_more()
    {
        var edges = default(Edges);
        edges.Update(First, Now);
        edges.Update(First.With(Edge.Value, 1), Now + 60_000);
        var bytes = BytesOf(edges);
        Assert.Throws<CorruptDataException>(() => Read([(byte)(bytes[0] ^ 0x40), .. bytes[1..]])); // a later format
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var damaged = bytes[..random.Next(bytes.Length + 1)];
            for (var flips = random.Next(4); flips > 0 && damaged.Length > 0; flips--) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            if (Record.Exception(() => Read(damaged)) is { } e) Assert.IsType<CorruptDataException>(e);
        }

        static void Read(byte[] bytes)
        {
            var reader = new ByteReader(bytes);
            Edges.Read(ref reader);
        }
    }

    private static byte[] BytesOf(Edges edges)
    {
        var writer = new ByteWriter();
        edges.WriteTo(writer);
        return writer.ToArray();
    }

    // Format and width, classes, the latest change, its edge; sixteen less one times the minute before it, in six bits.
    private const string Pinned = "86 c0000000005c0000 3c1e8566 c2f33ccff33ccff33ccff33c";

    private const string PinnedV1 = "46 c0000000005c00 3c1e8566 c2f33ccff33ccff33ccff3";
}
