using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Facts;

/// <summary>Another entity's effect.</summary>
/// <param name="Origin">Key of the entity that asked.</param>
/// <param name="Version">Version of its entry.</param>
public readonly record struct EffectCause(string Origin, long Version)
{
    public void WriteTo(ByteWriter writer)
    {
        writer.Text(Origin);
        writer.Varint((ulong)Version);
    }

    public static EffectCause Read(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        return new EffectCause(reader.Text(), (long)reader.Varint());
    }
}
