using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Support;

/// <summary>Ways in which a subscriber is told business facts.</summary>
internal static class Told
{
    /// <summary>By a request, as its grain does.</summary>
    internal static (Outcome Outcome, RejectReason Reason)[] Record(this Subscriber subscriber, params BusinessFact[] facts) => subscriber.Request("", facts);

    internal static (Outcome Outcome, RejectReason Reason)[] Request(this Subscriber subscriber, string requestId, params BusinessFact[] facts)
    {
        var now = Math.Max(subscriber.Clock.Now, subscriber.State.Now);
        var judgement = new FactBatchJudgement(subscriber.State, FactBatch.Write(facts), subscriber.Clock, now);
        if (judgement.AnyApplied || requestId.Length > 0)
            subscriber.Fold(judgement.WriteEntry(new EntryWriter(), subscriber.Key.ToUtf8(), subscriber.State, new CommandCause(requestId, "tester"), "because", now).ToArray());
        return [.. judgement.Verdicts.Chunk(2).Select(v => ((Outcome)v[0], (RejectReason)v[1]))];
    }

    /// <summary>A slice of a feed with facts: each with its place and ordinal.</summary>
    internal static byte[] Slice(SliceCause cause, params (int Index, int Ordinal, BusinessFact Fact)[] facts)
    {
        var writer = new ByteWriter();
        SliceWriter.Begin(writer, cause, Subscriber.AnyStamp, facts.Length);
        foreach (var (index, ordinal, fact) in facts) SliceWriter.Record(writer, index, ordinal, ToRecord(fact));
        return writer.ToArray();
    }

    internal static byte[] ToRecord(BusinessFact fact)
    {
        var writer = new ByteWriter();
        FactRecordView.Write(writer, Usage.DefaultNumber, fact);
        return writer.ToArray();
    }

    /// <summary>As another entity's effect.</summary>
    internal static void Effect(this Subscriber subscriber, BusinessFact fact, long version) => subscriber.Take(
        CauseKind.Effect, Subscriber.Body(new EffectCause("customer/c", version).WriteTo), fact.Kind, fact.ToBytes(), now: subscriber.Clock.Now);
}
