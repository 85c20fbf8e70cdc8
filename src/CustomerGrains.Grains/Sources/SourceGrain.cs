using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Sources;

/// <inheritdoc cref="ISourceGrain"/>
[GrainType("source")]
public sealed partial class SourceGrain : EffectOriginGrain<SourceState>, ISourceGrain
{
    /// <summary>An open stream without batches for so long is closed when another one opens.</summary>
    private static readonly TimeSpan IdleStream = TimeSpan.FromDays(7);

    private readonly QuarantineLimits _limits;
    private readonly ByteWriter _body = new();
    private readonly EntryWriter _entry = new();

    public SourceGrain(EntityServices services, QuarantineLimits limits) : base(EntityKinds.Source, services) => _limits = limits;

    protected override OpenEffects OpenEffects => State.OpenEffects;

    private long OperationalNow => Services.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<OpenReceipt> Open(string stream, long session, long? sourceSequence = null, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        // A close that is not yet delivered would make a closed stream look unknown.
        await DeliverEffects(cancellationToken);
        var known = State.Find(stream);
        if (known is null)
        {
            if (await GrainFactory.GetGrain<IClosedStreamGrain>(StreamKey(stream).Id).Get(cancellationToken) is { } closed)
            {
                await WaitUntilDurable(cancellationToken);
                return new OpenReceipt(State.Number, 0, session, closed.Batches, State.LowestOpen, IsClosed: true, DigestHigh: closed.DigestHigh, DigestLow: closed.DigestLow);
            }
        }
        if (sourceSequence is { } number && Refusal(stream, known, number) is { } refusal)
        {
            await WaitUntilDurable(cancellationToken);
            return new OpenReceipt(State.Number, 0, session, 0, State.LowestOpen, IsClosed: false, refusal);
        }
        if (known is null || known.Session != session) known = await BeginSession(stream, session, sourceSequence, known, cancellationToken);
        await DeliverEffects(cancellationToken);
        await WaitUntilDurable(cancellationToken);
        return new OpenReceipt(State.Number, known.Ordinal, session, known.Complete, State.LowestOpen, IsClosed: false, IsRedriving: State.Redrive is not null, DigestHigh: (ulong)(known.Digest >> 64), DigestLow: (ulong)known.Digest);
    }

    public ValueTask<BeginReceipt> Begin(BeginCommand command)
    {
        EnsureCurrent();
        var status = State.Judge(command.Ordinal, command.Session, command.Batch, command.Digest);
        if (status == BatchStatus.New)
        {
            var stamp = Services.Clock.Stamp();
            _body.Clear();
            new BatchBegun(command.Ordinal, command.Batch, command.Digest, stamp, OperationalNow, command.ReceiveDay).WriteTo(_body);
            CommitFact(FactKind.BatchBegun, stamp);
        }
        var stream = State.Find(command.Ordinal);
        var batch = stream?.Find(command.Batch);
        var receipt = Receipt;
        return new(new BeginReceipt(receipt.Incarnation, receipt.Group, status, batch?.Begun.FirstSeen ?? 0, State.LowestOpen,
            status == BatchStatus.Complete ? OutcomeOf(batch!) : default, stream?.Complete ?? 0));
    }

    public ValueTask<CompleteReceipt> Complete(CompleteCommand command)
    {
        EnsureCurrent();
        var stream = State.Find(command.Ordinal);
        if (stream is null || stream.Session != command.Session) return new(new CompleteReceipt(0, 0, IsSuperseded: true, 0));
        if (command.Batch > stream.Complete && stream.Find(command.Batch) is { IsComplete: false } batch) CommitCompleted(command, stream, batch);
        var receipt = Receipt;
        return new(new CompleteReceipt(receipt.Incarnation, receipt.Group, IsSuperseded: false, stream.Complete));
    }

    public async Task<long> Close(string stream, long session, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        if (State.Find(stream) is { } open)
        {
            if (open.Session != session || open.Complete != open.LastBegun) return -1;
            CommitClose(open);
        }
        await DeliverEffects(cancellationToken);
        await WaitUntilDurable(cancellationToken);
        return (await GrainFactory.GetGrain<IClosedStreamGrain>(StreamKey(stream).Id).Get(cancellationToken))?.Batches ?? -1;
    }

    private async Task<StreamState> BeginSession(string stream, long session, long? sourceSequence, StreamState? known, CancellationToken cancellationToken)
    {
        var number = State.Number > 0 ? State.Number
            : await GrainFactory.GetGrain<ISourceRegistryGrain>(ISourceRegistryGrain.Key).GetNumber(this.GetPrimaryKeyString(), cancellationToken);
        CloseIdleStreams(except: known);

        var opened = new StreamOpened(number, State.OrdinalFor(known), stream, session, OperationalNow, sourceSequence);
        _body.Clear();
        opened.WriteTo(_body);
        CommitFact(FactKind.StreamOpened, Services.Clock.Stamp());
        return State.Find(opened.Ordinal)!;
    }

    private string? Refusal(string stream, StreamState? known, long number)
    {
        if (known?.SourceSequence is { } own) return own == number ? null : $"the stream '{stream}' has the number {own} already";
        if (!State.Sequence.HasCome(number)) return null;
        return State.Sequence.TakerOf(number) is { } taker
            ? $"the number {number} is that of the stream '{taker}' and cannot be that of '{stream}' too"
            : $"the number {number} came before, with another stream than '{stream}'; of the last {SourceSequence.MaxTakers} numbers the streams are known";
    }

    private void CloseIdleStreams(StreamState? except)
    {
        var idleSince = OperationalNow - (long)IdleStream.TotalMilliseconds;
        foreach (var stream in State.Streams.ToArray())
            if (stream != except && stream.LastActivity < idleSince && stream.Complete == stream.LastBegun) CommitClose(stream);
    }

    private void CommitClose(StreamState stream)
    {
        _body.Clear();
        new StreamClosed(stream.Ordinal, stream.Complete, stream.Counts, stream.Digest).WriteTo(_body);
        CommitFact(FactKind.StreamClosed, Services.Clock.Stamp(), target: StreamKey(stream.Id));
    }

    /// <summary>Appends the fact in <see cref="_body"/>, with the same as an effect on <paramref name="target"/>.</summary>
    private void CommitFact(FactKind kind, long stamp, CauseKind causeKind = CauseKind.Tick, ReadOnlySpan<byte> cause = default, EntityKey? target = null)
    {
        var now = Math.Max(Stamps.Milliseconds(stamp), State.Now);
        _entry.Begin(Key, State.Version + 1, now, 0, causeKind, cause, 1, target is null ? 0 : 1);
        _entry.Fact(kind, Outcome.Applied, _body.Written);
        if (target is { } key) _entry.Effect(key.ToUtf8(), kind, _body.Written);
        Commit(_entry.End());
    }

    private EntityKey StreamKey(string stream) => EntityKey.Of(EntityKinds.Stream, this.GetPrimaryKeyString() + "/" + stream);

    private static byte[] OutcomeOf(BatchState batch)
    {
        var writer = new ByteWriter();
        batch.Counts.WriteTo(writer);
        RecordException.WriteAll(writer, batch.Exceptions);
        return writer.ToArray();
    }
}
