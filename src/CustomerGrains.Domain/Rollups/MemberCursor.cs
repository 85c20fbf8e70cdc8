using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Rollups;

/// <summary>A place in a list of members: where the list goes on, whatever has changed meanwhile. As bytes: signed amount, text id.</summary>
/// <param name="Amount">By which the list is ordered, the largest first; 0 when it is by id.</param>
/// <param name="SubscriberId">Among equal amounts, upwards.</param>
public readonly record struct MemberCursor(long Amount, string SubscriberId) : IComparable<MemberCursor>
{
    public int CompareTo(MemberCursor other) => Amount != other.Amount ? other.Amount.CompareTo(Amount) : string.CompareOrdinal(SubscriberId, other.SubscriberId);

    public static MemberCursor Of(MemberOrder order, string id, MemberPartial partial) => new(
        order switch
        {
            MemberOrder.ValueAtRisk => partial.ValueAtRiskMicros,
            MemberOrder.AverageBill => partial.AverageBillMicros,
            _ => 0,
        },
        id);

    public void WriteTo(ByteWriter writer)
    {
        writer.SignedVarint(Amount);
        writer.Text(SubscriberId);
    }

    /// <exception cref="CorruptDataException">Damaged.</exception>
    public static MemberCursor Read(ref ByteReader reader) => new(reader.SignedVarint(), reader.Text());
}
