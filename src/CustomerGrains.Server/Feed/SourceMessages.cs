using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Time;
using CustomerGrains.V1;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Feed;

/// <summary>Sources as callers get them.</summary>
internal static class SourceMessages
{
    private const string ReasonPrefix = "REJECT_REASON_";

    private static readonly EnumDescriptor Reasons = UsageFeedReflection.Descriptor.EnumTypes.Single(static e => e.Name == nameof(RejectReason));

    internal static Source ToMessage(string id, SourceState state)
    {
        var message = new Source
        {
            Source_ = id,
            Total = ToMessage(state.Total),
            ClosedStreams = (ulong)state.ClosedStreams,
            Redriving = state.Redrive is not null,
            Days = { state.Days.Select(d => new DayReconciliation { Day = Calendar.DayName(d.Day), Reconciliation = ToMessage(d) }) },
        };
        foreach (var stream in state.Streams)
        {
            var status = new OpenStreamStatus
            {
                Stream = stream.Id,
                LastComplete = (ulong)stream.Complete,
                UnderWay = (uint)(stream.LastBegun - stream.Complete),
                LastBatchTime = Time(stream.LastActivity),
            };
            if (stream.SourceSequence is { } number) status.SourceSequence = (ulong)number;
            message.OpenStreams.Add(status);
        }
        return message;
    }

    internal static V1.SequenceGap ToMessage(Domain.Sources.SequenceGap gap) => new() { FirstNumber = (ulong)gap.First, LastNumber = (ulong)gap.Last, Since = Time(gap.Since) };

    internal static Reconciliation ToMessage(DayCounts day) => new()
    {
        Batches = (ulong)day.Batches,
        Received = (ulong)day.Counts.Received,
        Applied = (ulong)day.Counts.Applied,
        Duplicate = (ulong)day.Counts.Duplicate,
        Conflict = (ulong)day.Counts.Conflict,
        Rejected = (ulong)day.Counts.Rejected,
        Kept = (ulong)day.Quarantine.Kept,
        NotKept = (ulong)day.Quarantine.NotKept,
    };

    /// <summary>The name in the API without its prefix: NUMBER_NOT_HELD.</summary>
    internal static string NameOf(RejectReason reason) => Reasons.FindValueByNumber((int)reason)?.Name[ReasonPrefix.Length..] ?? ((int)reason).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Timestamp Time(long milliseconds) => Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
