using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Parties;

/// <summary>A customer, an account, a group or a prospect: what each source system says of it, and which parties turned out to be the same. It
/// remembers words, not which of them win: that is found when it is read (<see cref="PartyView"/>), by the policy of that moment.
/// Aggregates are the statements and the merges; any order of the same facts gives the same, also of facts that come about a party after it
/// was merged: it keeps them, and passes them on.</summary>
public sealed class PartyState : IEntityState
{
    /// <summary>Source systems that one party can be described by.</summary>
    public const int MaxSources = 32;

    /// <summary>Parties that may be merged into one, by way of others too: each brings all that is said of it.</summary>
    public const int MaxAbsorbed = 100;

    private const byte FormatVersion = 1;

    private readonly SortedSet<string> _absorbed = new(StringComparer.Ordinal);
    private PartyStatements _statements = new();
    private OpenEffects _openEffects = new();
    private EffectMemory _effects = new();
    private RequestMemory _requests = new();

    internal PartyState(EntityKey key) => (Kind, Id) = (PartyKinds.Of(key.Kind), key.Id);

    public PartyKind Kind { get; }

    public string Id { get; }

    public long Version { get; private set; }

    public long Now { get; private set; }

    public bool HasOpenEffects => _openEffects.Count > 0;

    public OpenEffects OpenEffects => _openEffects;

    public RequestMemory Requests => _requests;

    /// <summary>Empty while it stands for itself.</summary>
    public string MergedInto { get; private set; } = "";

    /// <summary>Whoever was merged into it, also by way of others.</summary>
    public IReadOnlyCollection<string> Absorbed => _absorbed;

    public PartyStatements Statements => _statements;

    public bool IsEffectApplied(string origin, long version) => _effects.IsApplied(origin, version);

    /// <summary>Whether something in the description is later than what its source said before.</summary>
    public bool IsNews(PartyDescription description) => description.Statements().Any(_statements.IsNews);

    /// <summary>Whether one more source system can be remembered, or it is one that is.</summary>
    public bool HasRoomFor(string source)
    {
        var sources = _statements.Where(static s => s.About.Length == 0).Select(static s => s.Source).Distinct(StringComparer.Ordinal).ToList();
        return sources.Count < MaxSources || sources.Contains(source);
    }

    /// <summary>All it knows, for the one that it is merged into.</summary>
    public PartyAbsorption Absorption() =>
        new(Id, [.. _absorbed], [.. _statements.Select(statement => statement.About.Length > 0 ? statement : statement with { About = Id })]);

    public void Fold(in EntryView entry)
    {
        entry.Validate(after: Version);
        var fact = entry.SingleFact();
        var command = entry.CauseKind == CauseKind.Command ? CommandCause.Read(entry.Cause) : default;
        var effect = entry.CauseKind == CauseKind.Effect ? EffectCause.Read(entry.Cause) : default;
        switch (fact.Kind)
        {
            case FactKind.PartyDescribed:
                foreach (var statement in PartyDescription.Read(fact.Body, Kind).Statements()) _statements.Put(statement);
                break;
            case FactKind.PartyMerged:
                MergedInto = PartyMerge.Read(fact.Body).Into;
                break;
            case FactKind.PartyAbsorbed:
                var absorption = PartyAbsorption.Read(fact.Body, Kind);
                _absorbed.Add(absorption.Id);
                _absorbed.UnionWith(absorption.Absorbed);
                foreach (var statement in absorption.Statements) _statements.Put(statement);
                break;
            case FactKind.EffectConfirmed:
                _openEffects.Confirm(fact.Body);
                break;
            default:
                throw new CorruptDataException($"A party cannot take a fact of the kind {fact.Kind}.");
        }
        _openEffects.Add(entry);
        if (entry.CauseKind == CauseKind.Command) _requests.Remember(command.RequestHash, entry.Version);
        if (entry.CauseKind == CauseKind.Effect) _effects.Remember(effect.Origin, effect.Version);
        Version = entry.Version;
        Now = entry.Now;
    }

    public void WriteTo(ByteWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Varint((ulong)Version);
        writer.Varint((ulong)Now);
        WriteAggregates(writer);
        _openEffects.WriteTo(writer);
        _effects.WriteTo(writer);
        _requests.WriteTo(writer);
    }

    public void WriteAggregates(ByteWriter writer)
    {
        writer.Text(MergedInto);
        writer.Count(_absorbed.Count);
        foreach (var id in _absorbed) writer.Text(id);
        _statements.WriteTo(writer);
    }

    internal static PartyState Read(EntityKey key, ref ByteReader reader)
    {
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A party's state has format {format}; this version reads {FormatVersion}.");
        var state = new PartyState(key) { Version = (long)reader.Varint(), Now = (long)reader.Varint(), MergedInto = reader.Text() };
        for (var left = reader.Count(bytesEach: 1); left > 0; left--) state._absorbed.Add(reader.Text());
        state._statements = PartyStatements.Read(ref reader, state.Kind);
        state._openEffects = OpenEffects.Read(ref reader);
        state._effects = EffectMemory.Read(ref reader);
        state._requests = RequestMemory.Read(ref reader);
        return state;
    }
}
