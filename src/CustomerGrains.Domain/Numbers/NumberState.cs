using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Numbers;

/// <summary>Everything that was ever said about who holds one number, and the holders that have yet to be told.</summary>
public sealed class NumberState : IEntityState
{
    private const byte FormatVersion = 1;

    private readonly List<NumberAssignment> _assignments = [];
    private OpenEffects _openEffects = new();
    private RequestMemory _requests = new();

    public long Version { get; private set; }

    public long Now { get; private set; }

    public bool HasOpenEffects => _openEffects.Count > 0;

    public OpenEffects OpenEffects => _openEffects;

    public RequestMemory Requests => _requests;

    /// <summary>In the order in which they were recorded.</summary>
    public IReadOnlyList<NumberAssignment> Assignments => _assignments;

    /// <summary>Whoever would lose some of the time from <paramref name="from"/> to <paramref name="to"/> if it went to
    /// <paramref name="holder"/>.</summary>
    public IReadOnlyList<string> HoldersWithin(long from, long to, string holder)
    {
        var holders = new List<string>();
        foreach (var piece in Timeline())
            if (piece.Holder.Length > 0 && piece.Holder != holder && piece.From < to && from < piece.To && !holders.Contains(piece.Holder)) holders.Add(piece.Holder);
        return holders;
    }

    /// <summary>Whether <paramref name="holder"/> holds the number through all of the time given.</summary>
    public bool IsHeldThroughout(long from, long to, string holder)
    {
        foreach (var piece in Timeline())
            if (piece.Holder == holder && piece.From <= from && to <= piece.To) return true;
        return false;
    }

    /// <summary>Who holds the number when, as known now: pieces that do not overlap, by time, neighbours of one holder joined.</summary>
    public IReadOnlyList<NumberAssignment> Timeline() => NumberTimeline.Of(_assignments);

    public void Fold(in EntryView entry)
    {
        entry.Validate(after: Version);
        var fact = entry.SingleFact();
        var command = entry.CauseKind == CauseKind.Command ? CommandCause.Read(entry.Cause) : default;
        switch (fact.Kind)
        {
            case FactKind.NumberAssigned:
                var reader = new ByteReader(fact.Body);
                _assignments.Add(NumberAssignment.Read(ref reader));
                break;
            case FactKind.EffectConfirmed:
                _openEffects.Confirm(fact.Body);
                break;
            default:
                throw new CorruptDataException($"A number cannot take a fact of the kind {fact.Kind}.");
        }
        _openEffects.Add(entry);
        if (entry.CauseKind == CauseKind.Command) _requests.Remember(command.RequestHash, entry.Version);
        Version = entry.Version;
        Now = entry.Now;
    }

    public void WriteTo(ByteWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Varint((ulong)Version);
        writer.Varint((ulong)Now);
        writer.Count(_assignments.Count);
        foreach (var assignment in _assignments) NumberAssignment.Write(writer, assignment);
        _openEffects.WriteTo(writer);
        _requests.WriteTo(writer);
    }

    public void WriteAggregates(ByteWriter writer) => NumberTimeline.Write(writer, Timeline());

    public static NumberState Read(ref ByteReader reader)
    {
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A number's state has format {format}; this version reads {FormatVersion}.");
        var state = new NumberState { Version = (long)reader.Varint(), Now = (long)reader.Varint() };
        for (var left = reader.Count(); left > 0; left--) state._assignments.Add(NumberAssignment.Read(ref reader));
        state._openEffects = OpenEffects.Read(ref reader);
        state._requests = RequestMemory.Read(ref reader);
        return state;
    }
}
