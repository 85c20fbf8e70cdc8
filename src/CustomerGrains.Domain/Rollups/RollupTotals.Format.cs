using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Rollups;

/// <summary>Totals between processes of one version; never stored.</summary>
public sealed partial class RollupTotals
{
    public void WriteTo(ByteWriter writer)
    {
        writer.Count(Month);
        foreach (var counts in Counts)
            foreach (var count in counts) writer.Varint((ulong)count);
        foreach (var amount in (long[])[Members, KeyMembers, KeyMembersAtRisk, MembersInArrears, ArrearsSince, MembersAtRisk, ChargeMicros, BillMicros, BillBeforeMicros, AverageBillMicros, MarginMicros, ArrearsMicros, ValueAtRiskMicros])
            writer.SignedVarint(amount);
        WriteMembers(writer, _atRisk);
    }

    public static RollupTotals Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var totals = new RollupTotals(reader.Count());
        foreach (var counts in totals.Counts)
            for (var i = 0; i < counts.Length; i++) counts[i] = (long)reader.Varint();
        totals.Members = reader.SignedVarint();
        totals.KeyMembers = reader.SignedVarint();
        totals.KeyMembersAtRisk = reader.SignedVarint();
        totals.MembersInArrears = reader.SignedVarint();
        totals.ArrearsSince = reader.SignedVarint();
        totals.MembersAtRisk = reader.SignedVarint();
        totals.ChargeMicros = reader.SignedVarint();
        totals.BillMicros = reader.SignedVarint();
        totals.BillBeforeMicros = reader.SignedVarint();
        totals.AverageBillMicros = reader.SignedVarint();
        totals.MarginMicros = reader.SignedVarint();
        totals.ArrearsMicros = reader.SignedVarint();
        totals.ValueAtRiskMicros = reader.SignedVarint();
        totals._atRisk = ReadMembers(ref reader);
        reader.End();
        return totals;
    }

    /// <summary>Varint count, then text id and partial of each.</summary>
    public static void WriteMembers(ByteWriter writer, IReadOnlyCollection<RollupMember> members)
    {
        writer.Count(members.Count);
        foreach (var (id, partial) in members)
        {
            writer.Text(id);
            partial.WriteTo(writer);
        }
    }

    public static List<RollupMember> ReadMembers(ref ByteReader reader)
    {
        var members = new List<RollupMember>();
        for (var left = reader.Count(bytesEach: 2); left > 0; left--) members.Add(new RollupMember(reader.Text(), MemberPartial.Read(ref reader)));
        return members;
    }
}
