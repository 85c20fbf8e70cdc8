using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Classification;

/// <summary>What a review of a subscriber found, where it differs from the review before: the classes as they are from the entry's business time
/// on, by the policy that the entry names. Recorded, so that folding needs no policy and who moved when is history. Bytes: varint
/// <see cref="EdgeCodes.Bits"/>, varint <paramref name="Cuts"/> unless 0.</summary>
/// <param name="Cuts">Version of the population cuts that the RFM scores come from; 0 = the policy's initial ones.</param>
public readonly record struct ClassesChanged(EdgeCodes Codes, uint Cuts = 0)
{
    public void WriteTo(ByteWriter writer)
    {
        writer.Varint(Codes.Bits);
        if (Cuts != 0) writer.Varint(Cuts);
    }

    /// <exception cref="CorruptDataException">Classes that cannot be.</exception>
    public static ClassesChanged Read(ref ByteReader reader)
    {
        var bits = reader.Varint();
        if (!EdgeCodes.IsPossible(bits)) throw new CorruptDataException("A subscriber is in classes that cannot be.");
        var cuts = reader.AtEnd ? 0 : reader.Varint();
        if (cuts > uint.MaxValue) throw new CorruptDataException("A subscriber is scored by cuts that cannot be.");
        return new ClassesChanged(new EdgeCodes(bits), (uint)cuts);
    }
}
