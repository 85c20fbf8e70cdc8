namespace CustomerGrains.Domain.Relationships;

/// <summary>A fact with its canonical bytes, in the one order of facts of a kind: by month, for facts about months, then time, then
/// content, so that of two that say different things of the same time the same one stands, whichever came first.</summary>
internal readonly record struct KeptFact(BusinessFact Fact, byte[] Bytes) : IComparable<KeptFact>
{
    public int CompareTo(KeptFact other)
    {
        if (Fact.Rank != other.Fact.Rank) return Fact.Rank.CompareTo(other.Fact.Rank);
        if (Fact.Time != other.Fact.Time) return Fact.Time.CompareTo(other.Fact.Time);
        var content = Fact.Body().AsSpan().SequenceCompareTo(other.Fact.Body());
        return content != 0 ? content : Bytes.AsSpan().SequenceCompareTo(other.Bytes);
    }
}
