namespace CustomerGrains.Wire.Tests;

/// <summary>Damages bytes in the ways that find faults in parsers: flipped, lost, doubled, out of place, lengths that lie.</summary>
internal sealed class Mutator(Random random)
{
    /// <summary>Numbers as varints that parsers get wrong: the largest, negative ones, more bytes than a number has.</summary>
    private static readonly byte[][] Extremes =
    [
        [0xff, 0xff, 0xff, 0xff, 0x0f], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
        [0x80, 0x00], [0x7f], [0x00], [0xff, 0xff, 0x7f],
    ];

    public Random Random => random;

    public T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    public bool Chance(double share) => random.NextDouble() < share;

    /// <summary>Any bytes.</summary>
    public byte[] Garbage(int most)
    {
        var bytes = new byte[random.Next(most + 1)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A damaged copy.</summary>
    /// <param name="donor">Pieces of it get in.</param>
    public byte[] Mutate(byte[] original, byte[] donor)
    {
        var bytes = new List<byte>(original);
        for (var n = Chance(0.6) ? 1 : 1 + random.Next(5); n > 0; n--) Step(bytes, donor);
        return [.. bytes];
    }

    private void Step(List<byte> bytes, byte[] donor)
    {
        var at = random.Next(bytes.Count + 1);
        var some = Math.Min(1 + random.Next(8), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, some);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, some));
                break;
            case 4:
                bytes.InsertRange(at, Garbage(8));
                break;
            case 5:
                bytes.InsertRange(at, Pick(Extremes));
                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                var from = random.Next(donor.Length + 1);
                bytes.InsertRange(at, donor.AsSpan(from, Math.Min(1 + random.Next(24), donor.Length - from)).ToArray());
                break;
        }
    }
}
