using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Numbers;

/// <inheritdoc cref="INumberGrain"/>
[GrainType("number")]
public sealed class NumberGrain : EffectOriginGrain<NumberState>, INumberGrain
{
    public NumberGrain(EntityServices services) : base(EntityKinds.Number, services)
    {
    }

    protected override OpenEffects OpenEffects => State.OpenEffects;

    public async Task<AssignReceipt> Assign(AssignCommand command, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        var cause = new CommandCause(command.RequestId, command.Actor);
        if (State.Requests.Find(cause.RequestHash) == 0 && (cause.RequestHash != 0 || !State.IsHeldThroughout(command.From, command.To, command.Holder)))
        {
            var losers = State.HoldersWithin(command.From, command.To, command.Holder);
            if (command.OnlyIfFree && losers.Count > 0)
            {
                await WaitUntilDurable(cancellationToken);
                return new AssignReceipt(losers[0]);
            }
            Commit(Entry(command, cause, losers));
        }
        await DeliverEffects(cancellationToken);
        await WaitUntilDurable(cancellationToken);
        return new AssignReceipt("");
    }

    public async Task<ReadOnlyMemory<byte>> GetAssignments(CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        await DeliverEffects(cancellationToken);
        await WaitUntilDurable(cancellationToken);
        var writer = new ByteWriter();
        writer.Count(State.Assignments.Count);
        foreach (var assignment in State.Assignments) NumberAssignment.Write(writer, assignment);
        return writer.ToArray();
    }

    /// <summary>One entry: the assignment, and the same as an effect on the holder and on everybody who loses time by it.</summary>
    private ReadOnlySpan<byte> Entry(AssignCommand command, CommandCause cause, IReadOnlyList<string> losers)
    {
        var stamp = Services.Clock.Stamp();
        var body = new ByteWriter();
        NumberAssignment.Write(body, new NumberAssignment(new PackedNumber(command.Number), command.From, command.To, command.Holder, stamp));
        var causeBody = new ByteWriter();
        cause.WriteTo(causeBody);
        var entry = new EntryWriter();
        var now = Math.Max(Stamps.Milliseconds(stamp), State.Now);
        entry.Begin(Key, State.Version + 1, now, 0, CauseKind.Command, causeBody.Written, 1, losers.Count + 1);
        entry.Fact(FactKind.NumberAssigned, Outcome.Applied, body.Written);
        foreach (var loser in losers) entry.Effect(EntityKey.Of(EntityKinds.Subscriber, loser).ToUtf8(), FactKind.NumberAssigned, body.Written);
        entry.Effect(EntityKey.Of(EntityKinds.Subscriber, command.Holder).ToUtf8(), FactKind.NumberAssigned, body.Written);
        return entry.End();
    }
}
