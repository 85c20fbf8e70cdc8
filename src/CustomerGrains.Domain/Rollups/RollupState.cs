using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Rollups;

/// <summary>The lines of one customer, account or group, each with the last that it reported; those that left are remembered as such, so that a report
/// which comes late cannot bring them back. What it comes to is found when asked (<see cref="RollupTotals"/>), never counted along: no difference
/// can creep in. Format v1, pinned by tests: byte version, varint version, varint now, varint count, then the <see cref="MemberReport"/>s by id.</summary>
public sealed class RollupState : IEntityState
{
    private const byte FormatVersion = 1;

    private readonly SortedDictionary<string, MemberReport> _members = new(StringComparer.Ordinal);

    public long Version { get; private set; }

    public long Now { get; private set; }

    public bool HasOpenEffects => false;

    /// <summary>Everybody who ever reported, by id in the order of its bytes as UTF-16.</summary>
    public IReadOnlyCollection<MemberReport> Reports => _members.Values;

    /// <summary>Those of the reports that say something new, in their order.</summary>
    public List<MemberReport> New(IReadOnlyList<MemberReport> reports) => [.. reports.Where(r => r.Supersedes(_members.GetValueOrDefault(r.SubscriberId)))];

    public void Fold(in EntryView entry)
    {
        entry.Validate(after: Version);
        var fact = entry.SingleFact();
        if (fact.Kind != FactKind.MembersReported) throw new CorruptDataException($"A roll-up cannot take a fact of the kind {fact.Kind}.");
        foreach (var report in MembersReported.Read(fact.Body))
            if (report.Supersedes(_members.GetValueOrDefault(report.SubscriberId))) _members[report.SubscriberId] = report;
        Version = entry.Version;
        Now = entry.Now;
    }

    /// <summary>A page of the members.</summary>
    /// <param name="after">The last one of the page before; null = from the first.</param>
    /// <param name="size">At most so many.</param>
    public List<RollupMember> Page(MemberOrder order, in MemberCursor? after, int size)
    {
        var page = new PriorityQueue<RollupMember, MemberCursor>(Comparer<MemberCursor>.Create(static (a, b) => b.CompareTo(a)));
        foreach (var (id, report) in _members)
        {
            if (report.Partial is not { } partial) continue;
            var place = MemberCursor.Of(order, id, partial);
            if (after is { } last && place.CompareTo(last) <= 0) continue;
            if (page.Count < size) page.Enqueue(new RollupMember(id, partial), place);
            else if (size > 0) page.EnqueueDequeue(new RollupMember(id, partial), place);
        }
        var members = new List<RollupMember>(page.Count);
        while (page.TryDequeue(out var member, out _)) members.Add(member);
        members.Reverse();
        return members;
    }

    public void WriteTo(ByteWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Varint((ulong)Version);
        writer.Varint((ulong)Now);
        writer.Count(_members.Count);
        foreach (var report in _members.Values) report.WriteTo(writer);
    }

    /// <summary>The members and what they contribute; not as of when, which depends on how facts were batched.</summary>
    public void WriteAggregates(ByteWriter writer)
    {
        foreach (var report in _members.Values)
        {
            if (report.Partial is null) continue;
            writer.Text(report.SubscriberId);
            report.Partial.WriteTo(writer);
        }
    }

    internal static RollupState Read(ref ByteReader reader)
    {
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A roll-up's state has format {format}; this version reads {FormatVersion}.");
        var state = new RollupState { Version = (long)reader.Varint(), Now = (long)reader.Varint() };
        var last = "";
        for (var left = reader.Count(MemberReport.LeastBytes); left > 0; left--)
        {
            var report = MemberReport.Read(ref reader);
            if (state._members.Count > 0 && string.CompareOrdinal(report.SubscriberId, last) <= 0) throw new CorruptDataException("Members are out of order.");
            state._members.Add(last = report.SubscriberId, report);
        }
        return state;
    }
}
