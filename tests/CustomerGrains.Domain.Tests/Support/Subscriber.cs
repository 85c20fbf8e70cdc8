using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Support;

/// <summary>A subscriber that takes slices the way its grain does.</summary>
internal sealed class Subscriber : Entity<SubscriberState>
{
    internal const long AnyStamp = long.MaxValue;

    private readonly SliceJudgement _judgement = new();

    /// <param name="hold">Whether it holds <see cref="Usage.DefaultNumber"/> for ever.</param>
    internal Subscriber(FoldParameters? parameters = null, bool hold = true, string id = "s1") : base("subscriber/" + id, parameters)
    {
        if (hold) Hold(Usage.DefaultNumber, 0, NumberAssignment.Forever, id, recordedAt: 0);
    }

    internal TestClock Clock { get; } = new();

    internal RejectReason[] Reasons => [.. _judgement.Records.ToArray().Select(static r => r.Reason)];

    internal int NewCount => _judgement.NewCount;

    internal static SliceCause Cause(long batch, long complete = 0, long ordinal = 1, long lowest = 1, int source = 1) => new(source, lowest, ordinal, batch, complete);

    internal static byte[] Slice(SliceCause cause, params (int Index, int Ordinal, Usage Record)[] records) => Slice(cause, AnyStamp, records);

    internal static byte[] Slice(SliceCause cause, long firstSeen, params (int Index, int Ordinal, Usage Record)[] records)
    {
        var writer = new ByteWriter();
        SliceWriter.Begin(writer, cause, firstSeen, records.Length);
        foreach (var (index, ordinal, record) in records) SliceWriter.Record(writer, index, ordinal, record.ToBytes());
        return writer.ToArray();
    }

    /// <summary>A slice of records that are re-driven.</summary>
    internal static byte[] Redriven(SliceCause cause, params (int Index, int Ordinal, long ReceivedAt, Usage Record)[] records)
    {
        var writer = new ByteWriter();
        SliceWriter.BeginRedriven(writer, cause, AnyStamp, records.Length);
        foreach (var (index, ordinal, receivedAt, record) in records) SliceWriter.Redriven(writer, index, ordinal, receivedAt, record.ToBytes());
        return writer.ToArray();
    }

    /// <summary>Takes records with indices 0, 1, 2 … and ordinals 0.</summary>
    internal RecordVerdict[] Take(SliceCause cause, params Usage[] records) =>
        Take(Slice(cause, [.. records.Select((r, i) => (i, 0, r))]));

    internal RecordVerdict[] Take(byte[] slice)
    {
        _judgement.Judge(State, slice, Clock);
        var verdicts = _judgement.Records.ToArray().Select(static r => r.Verdict).ToArray();
        if (_judgement.NewCount == 0) return verdicts;
        // What the turn folds as it was judged is what the entry says, byte for byte.
        var entry = _judgement.WriteEntry(Key.ToUtf8(), State, slice, Clock).ToArray();
        var live = ReadBack();
        live.Fold(_judgement, entry);
        Fold(entry);
        Assert.Equal(Bytes, BytesOf(live));
        return verdicts;
    }

    internal void Hold(PackedNumber number, long from, long to, string holder, long recordedAt) => Take(
        CauseKind.Effect,
        Body(w => new EffectCause("number/" + number.EntityId, State.Version + 1).WriteTo(w)),
        FactKind.NumberAssigned,
        Body(w => NumberAssignment.Write(w, new NumberAssignment(number, from, to, holder, recordedAt))));

    internal void Register(SubscriberProfile profile, string requestId = "") => Take(
        CauseKind.Command,
        Body(w => new CommandCause(requestId, "tester").WriteTo(w)),
        FactKind.SubscriberRegistered,
        Body(profile.WriteTo));
}
