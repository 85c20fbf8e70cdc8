using System.Runtime.ExceptionServices;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Parties;

/// <inheritdoc cref="IMergesGrain"/>
[GrainType("merges")]
public sealed class MergesGrain : EffectOriginGrain<MergesState>, IMergesGrain
{
    public MergesGrain(EntityServices services) : base(EntityKinds.Merges, services)
    {
    }

    protected override OpenEffects OpenEffects => State.OpenEffects;

    public async Task<SettledMerges> Settle(CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        var damaged = await DeliverAroundDamage(cancellationToken);
        await WaitUntilDurable(cancellationToken);
        string[] unsettled = [.. damaged.Keys.Select(static key => EntityKey.Parse(key).Id)];
        return new SettledMerges(State.Version, unsettled);
    }

    public async Task<bool> Merge(MergeCommand command, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        // A call that runs late finds another version, or its merge is as right as it was.
        if (State.Version != command.AsOf) return false;
        Commit(Entry(command));
        var damaged = await DeliverAroundDamage(cancellationToken);
        await WaitUntilDurable(cancellationToken);
        if (damaged.TryGetValue(EntityKey.Of(this.GetPrimaryKeyString(), command.Id).Value, out var damage)) ExceptionDispatchInfo.Throw(damage);
        return true;
    }

    private ReadOnlySpan<byte> Entry(MergeCommand command)
    {
        var body = new PartyMerge(command.Id, command.Into).ToBytes();
        var cause = new ByteWriter();
        new CommandCause(command.RequestId, command.Actor).WriteTo(cause);
        cause.Text(command.Reason);
        var entry = new EntryWriter();
        entry.Begin(Key, State.Version + 1, Math.Max(Services.Clock.Now, State.Now), 0, CauseKind.Command, cause.Written, 1, 1);
        entry.Fact(FactKind.PartyMerged, Outcome.Applied, body);
        entry.Effect(EntityKey.Of(this.GetPrimaryKeyString(), command.Id).ToUtf8(), FactKind.PartyMerged, body);
        return entry.End();
    }
}
