using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Subscribers;

namespace CustomerGrains.Domain.Entities;

/// <summary>Every kind of event-sourced entity, and how its state is made and read back.</summary>
public sealed class EntityKinds : IEntityKinds
{
    public const string Subscriber = "subscriber";
    public const string Number = "number";
    public const string Source = "source";
    public const string Stream = "stream";
    public const string Rollup = "rollup";
    public const string Customer = "customer";
    public const string Account = "account";
    public const string Group = "group";
    public const string Prospect = "prospect";

    /// <summary>Of parties; the id is the parties' kind.</summary>
    public const string Merges = "merges";

    private readonly FoldParameters _parameters;

    public EntityKinds(FoldParameters parameters) => _parameters = parameters;

    public IEntityState Create(EntityKey key) => key.Kind switch
    {
        Subscriber => new SubscriberState(key.Id, _parameters),
        Number => new NumberState(),
        Source => new SourceState(),
        Stream => new ClosedStreamState(),
        Rollup => new RollupState(),
        Merges => new MergesState(),
        var kind when PartyKinds.IsParty(kind) => new PartyState(key),
        var kind => throw new CorruptDataException($"The store holds an entity of the unknown kind '{kind}'; a newer version wrote it."),
    };

    public IEntityState Read(EntityKey key, ReadOnlySpan<byte> snapshot)
    {
        var reader = new ByteReader(snapshot);
        IEntityState state = key.Kind switch
        {
            Subscriber => SubscriberState.Read(key.Id, ref reader, _parameters),
            Number => NumberState.Read(ref reader),
            Source => SourceState.Read(ref reader),
            Stream => ClosedStreamState.Read(ref reader),
            Rollup => RollupState.Read(ref reader),
            Merges => MergesState.Read(ref reader),
            var kind when PartyKinds.IsParty(kind) => PartyState.Read(key, ref reader),
            var kind => throw new CorruptDataException($"The store holds an entity of the unknown kind '{kind}'; a newer version wrote it."),
        };
        reader.End();
        return state;
    }

    /// <summary>Whether the entities of this kind count in <c>customergrains digest</c>: sources, streams and merges remember how the
    /// facts came, not what they say; roll-ups hold what follows from subscribers, who count, as of when each last reported.</summary>
    public static bool InDigest(string kind) => kind is not (Source or Stream or Merges or Rollup);
}
