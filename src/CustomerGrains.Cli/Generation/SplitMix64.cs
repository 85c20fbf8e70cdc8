namespace CustomerGrains.Cli.Generation;

/// <summary>
/// Random numbers that depend on the seed alone, on every machine and in every version (Steele, Lea, Flood: <em>Fast splittable
/// pseudorandom number generators</em>, 2014): what is generated is pinned by tests.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9e3779b97f4a7c15;
        return Mix(_state);
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> − 1.</summary>
    public uint Next(uint bound) => (uint)(((Next() >> 32) * bound) >> 32);

    /// <summary>A number from 0 to just below 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// A number with about the standard normal distribution: the sum of twelve 16-bit uniforms less its mean. Made of whole numbers,
    /// so that no mathematics library has a say in it.
    /// </summary>
    public double NextNormal()
    {
        long sum = 0;
        for (var i = 0; i < 3; i++)
        {
            var bits = Next();
            sum += (long)((bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48));
        }

        return (sum / 65535.0) - 6.0;
    }

    /// <summary>A one-to-one scrambling of 64 bits.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
