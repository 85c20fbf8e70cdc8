using System.Globalization;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Sources;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using RedriveBegun = CustomerGrains.Domain.Sources.RedriveBegun;
using RedriveResult = CustomerGrains.V1.RedriveResult;

namespace CustomerGrains.Server.Feed.Quarantine;

/// <summary>Records in quarantine and answers of re-drives as the API has them.</summary>
internal static class RejectedMessages
{
    internal static RejectedRecord ToMessage(QuarantinedRecord record)
    {
        var fact = record.Entry.Fact;
        var message = new RejectedRecord
        {
            Key = Key(record.Entry.Version, record.Index),
            Stream = fact.Stream,
            Batch = (ulong)fact.Completed.Batch,
            Index = (uint)record.Index,
            ReceiveTime = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(fact.ReceivedAt)),
            Outcome = (Outcome)record.Outcome,
            Reason = (RejectReason)record.Reason,
            State = record.IsSettled ? RejectedState.Redriven : RejectedState.Open,
            Redrivable = record.CanBeRedriven && !record.IsSettled,
        };
        if (record.IsCanonical) message.Record = UsageRecordMessages.ToMessage(record.Content.Span);
        else message.Raw = ByteString.CopyFrom(record.Content.Span);
        return message;
    }

    /// <summary>What was asked and what became of it, from the facts: the same whenever it is asked.</summary>
    internal static RedriveRejectedResponse Answer(in RedriveBegun begun, in RedriveCompleted completed)
    {
        var response = new RedriveRejectedResponse { Tried = (uint)completed.Results.Length, NextPageToken = begun.Next };
        var tried = 0;
        foreach (var item in begun.Items)
        {
            var result = new RedriveResult { Key = Key(item.Version, item.Index), Status = (RedriveStatus)item.Verdict };
            if (item.Verdict == RedriveVerdict.Taken)
            {
                var (outcome, reason) = (completed.Results[tried].Outcome, completed.Results[tried].Reason);
                (result.Outcome, result.Reason) = ((Outcome)outcome, (RejectReason)reason);
                tried++;
            }
            response.Results.Add(result);
        }
        response.Applied = Count(completed, Domain.Facts.Outcome.Applied);
        response.Duplicate = Count(completed, Domain.Facts.Outcome.Duplicate);
        response.Conflict = Count(completed, Domain.Facts.Outcome.Conflict);
        response.Rejected = Count(completed, Domain.Facts.Outcome.Rejected);
        return response;
    }

    internal static string Key(long version, int index) => string.Create(CultureInfo.InvariantCulture, $"{version}-{index}");

    internal static bool TryParseKey(string key, out (long Version, int Index) place)
    {
        place = default;
        var dash = key.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(key.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out place.Version)
            && int.TryParse(key.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out place.Index);
    }

    internal static SourceState State(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ByteReader(bytes.Span);
        return SourceState.Read(ref reader);
    }

    private static uint Count(in RedriveCompleted completed, Domain.Facts.Outcome outcome) => (uint)completed.Results.Count(r => r.Outcome == outcome);
}
