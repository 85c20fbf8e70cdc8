using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Parties;

/// <inheritdoc cref="IPartyGrain"/>
[GrainType("party")]
public sealed class PartyGrain : EffectOriginGrain<PartyState>, IPartyGrain
{
    public PartyGrain(EntityServices services) : base("party", services)
    {
    }

    protected override OpenEffects OpenEffects => State.OpenEffects;

    protected override EntityKey EntityKey => EntityKey.Parse(this.GetPrimaryKeyString());

    public async Task<DescribeReceipt> Describe(DescribeCommand command, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        var cause = new CommandCause(command.RequestId, command.Actor);
        var (version, status) = (State.Requests.Find(cause.RequestHash), DescribeStatus.Applied);
        var isReplayed = version > 0;
        if (!isReplayed)
        {
            status = Judge(PartyDescription.Read(command.Body.Span, State.Kind));
            if (status == DescribeStatus.Applied) CommitCommand(cause, command);
            version = State.Version;
        }
        await DeliverEffects(cancellationToken);
        var receipt = Receipt;
        return new DescribeReceipt(receipt.Incarnation, receipt.Group, version, status, isReplayed);
    }

    public async ValueTask<TurnReceipt> TakeEffect(EffectMessage effect, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        if (!State.IsEffectApplied(effect.Origin, effect.Version))
        {
            var cause = new ByteWriter();
            new EffectCause(effect.Origin, effect.Version).WriteTo(cause);
            CommitParty(CauseKind.Effect, cause.Written, effect.Kind, effect.Body.Span);
        }
        // Whoever waits for this party waits for those it passes on to. Merges make no cycles, so nobody waits for himself.
        await DeliverEffects(cancellationToken);
        return Receipt;
    }

    private DescribeStatus Judge(PartyDescription description) =>
        !State.IsNews(description) ? DescribeStatus.Known
        : !State.HasRoomFor(description.Source) ? DescribeStatus.TooManySources
        : DescribeStatus.Applied;

    private void CommitCommand(CommandCause cause, DescribeCommand command)
    {
        var body = new ByteWriter();
        cause.WriteTo(body);
        body.Text(command.Reason);
        CommitParty(CauseKind.Command, body.Written, FactKind.PartyDescribed, command.Body.Span);
    }

    private void CommitParty(CauseKind causeKind, ReadOnlySpan<byte> cause, FactKind kind, ReadOnlySpan<byte> body) =>
        Commit(PartyEntry.Write(new EntryWriter(), State, Services.Clock.Now, causeKind, cause, kind, body));
}
