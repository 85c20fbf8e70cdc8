using System.Globalization;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Domain;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Cli.Fitting;

/// <summary>A made-up subscriber's state, which takes its records as a grain does, without the grain: judged, written as an entry, folded.</summary>
internal sealed class GeneratedState
{
    private static readonly SliceJudgement Judgement = new();
    private static readonly ByteWriter Record = new();
    private static readonly ByteWriter Slice = new();

    private readonly byte[] _key;
    private readonly PackedNumber _number;
    private long _batch;

    public GeneratedState(GeneratedSubscriber subscriber, FoldParameters parameters)
    {
        var key = EntityKey.Of(EntityKinds.Subscriber, subscriber.Id);
        _key = key.ToUtf8();
        State = (SubscriberState)((IEntityKinds)new EntityKinds(parameters)).Create(key);
        _number = PackedNumber.TryParse(NumberKind.Msisdn, subscriber.Msisdn.ToString(CultureInfo.InvariantCulture), out var number) ? number : throw new InvalidOperationException("A generated number is no number.");
        Fold(CauseKind.Effect, new EffectCause("number/" + _number.EntityId, 1).WriteTo, FactKind.NumberAssigned, body => NumberAssignment.Write(body, new NumberAssignment(_number, 0, NumberAssignment.Forever, key.Id, 0)));
        Fold(CauseKind.Command, new CommandCause("", "").WriteTo, FactKind.SubscriberRegistered, new SubscriberProfile(subscriber.Activation, subscriber.Plan, subscriber.Brand, subscriber.Region).WriteTo);
    }

    public SubscriberState State { get; }

    /// <summary>Takes a record of this subscriber. Not for several threads at a time, whichever the subscribers.</summary>
    public void Take(in GeneratedRecord record, GeneratedRecordEncoder encoder)
    {
        Span<byte> text = stackalloc byte[GeneratedRecordEncoder.TextLength];
        var fields = encoder.Fields(record, text);
        if (!Domain.Usage.RecordTypes.TryClassify(record.RecordType, out var service, out var direction)) throw new InvalidOperationException($"Record type {record.RecordType} is generated and not understood.");
        Record.Clear();
        new UsageRecord
        {
            Id = fields.Id,
            Served = _number,
            StartTime = record.StartTime,
            RecordType = (byte)record.RecordType,
            Service = service,
            Direction = direction,
            Present = UsageFields.Duration | UsageFields.OctetsUp | UsageFields.OctetsDown | UsageFields.UtcOffset | (record.OtherParty == 0 ? 0 : UsageFields.OtherParty | UsageFields.CallKind | UsageFields.OnNet),
            Duration = record.Duration,
            OctetsUp = record.OctetsUp,
            OctetsDown = record.OctetsDown,
            OtherParty = fields.OtherParty,
            CallKind = (byte)record.CallKind,
            OnNet = record.OnNet,
            UtcOffsetMinutes = fields.UtcOffsetMinutes ?? 0,
        }.WriteTo(Record);
        Slice.Clear();
        SliceWriter.Begin(Slice, new SliceCause(1, 1, 1, ++_batch, _batch - 1), long.MaxValue, 1);
        SliceWriter.Record(Slice, 0, 0, Record.Written);
        var clock = new RecordClock(record.StartTime * 1_000);
        Judgement.Judge(State, Slice.Written, clock);
        if (Judgement.NewCount != 1) throw new InvalidOperationException("A generated record was not taken.");
        State.Fold(EntryView.Read(Judgement.WriteEntry(_key, State, Slice.Written, clock)));
    }

    private void Fold(CauseKind kind, Action<ByteWriter> cause, FactKind fact, Action<ByteWriter> body)
    {
        var (causes, bodies) = (new ByteWriter(), new ByteWriter());
        cause(causes);
        body(bodies);
        var entry = new EntryWriter();
        entry.Begin(_key, State.Version + 1, 0, 0, kind, causes.Written, 1);
        entry.Fact(fact, Outcome.Applied, bodies.Written);
        State.Fold(EntryView.Read(entry.End()));
    }
}
