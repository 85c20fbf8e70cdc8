using CustomerGrains.Domain;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Feed;
using CustomerGrains.Server.Feed.Quarantine;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage;
using CustomerGrains.V1;
using RejectReason = CustomerGrains.Domain.Facts.RejectReason;
using SequenceGap = CustomerGrains.V1.SequenceGap;

namespace CustomerGrains.Server.Reports;

/// <summary>GetReconciliation: what every source's state says of its days, and why records were rejected out of its quarantine.</summary>
public sealed class ReconciliationReporter
{
    private const int DefaultDays = 31;

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly IStore _store;
    private readonly Calendar _calendar;
    private readonly TimeProvider _time;

    public ReconciliationReporter(IGrainFactory grains, GrainCalls calls, IStore store, FoldParameters parameters, TimeProvider time) =>
        (_grains, _calls, _store, _calendar, _time) = (grains, calls, store, parameters.Calendar, time);

    internal async Task<ReconciliationReport> ReportAsync(GetReconciliationRequest request, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var last = request.LastDay.Length > 0 ? ReportViews.DayNumber("last_day", request.LastDay) : int.MaxValue;
        var first = request.FirstDay.Length > 0 ? ReportViews.DayNumber("first_day", request.FirstDay) : Math.Min(last, _calendar.DayOf(now.ToUnixTimeSeconds())) - DefaultDays + 1;
        if (first > last) throw Errors.InvalidArgument("first_day", "is after last_day.");
        var report = new ReconciliationReport { Total = new Reconciliation(), AsOf = SubscriberFacts.ToTime(now.ToUnixTimeMilliseconds()) };
        foreach (var source in await SourcesAsync(request.Source, cancellationToken))
        {
            var receipt = await _calls.ReadAsync(_grains.GetGrain<ISourceGrain>(source), cancellationToken);
            if (receipt.Version == 0 && request.Source.Length > 0) throw QuarantineCalls.NotFound(source);
            if (receipt.Version > 0) await AddAsync(report, source, RejectedMessages.State(receipt.State), first, last, request.Reasons, cancellationToken);
        }
        if (!request.Csv) return report;
        report.Csv = ToCsv(report, request.Reasons);
        report.MissingCsv = Csv.Write(["source", "first_number", "last_number", "missing", "since"], report.Missing.SelectMany(static m => m.Gaps.Select(g =>
            new object[] { m.Source, g.FirstNumber, g.LastNumber, g.LastNumber - g.FirstNumber + 1, $"{g.Since.ToDateTime():yyyy-MM-dd'T'HH:mm:ss'Z'}" })));
        return report;
    }

    private async Task<IEnumerable<string>> SourcesAsync(string source, CancellationToken cancellationToken)
    {
        if (source.Length > 0)
        {
            Arguments.CheckId("source", source, Arguments.MaxSourceBytes);
            return [source];
        }
        var registry = _grains.GetGrain<ISourceRegistryGrain>(ISourceRegistryGrain.Key);
        return (await _calls.RetryAsync(() => registry.List(cancellationToken), cancellationToken)).Order(StringComparer.Ordinal);
    }

    private async Task AddAsync(ReconciliationReport report, string source, SourceState state, int first, int last, bool withReasons, CancellationToken cancellationToken)
    {
        var reader = new QuarantineReader(_store, source);
        foreach (var counts in state.Days.Where(d => d.Day >= first && d.Day <= last))
        {
            var day = new ReconciliationReport.Types.Day { Source = source, Day_ = Calendar.DayName(counts.Day), Reconciliation = SourceMessages.ToMessage(counts) };
            if (withReasons) day.Reasons.AddRange(await ReasonsAsync(reader, state, counts, cancellationToken));
            report.Days.Add(day);
            Add(report.Total, day.Reconciliation);
        }
        if (!state.Sequence.IsUsed) return;
        report.Missing.Add(new ReconciliationReport.Types.Missing
        {
            Source = source,
            FirstNumber = (ulong)state.Sequence.First,
            LastNumber = (ulong)state.Sequence.Last,
            Missing_ = (ulong)state.Sequence.Gaps.Sum(static g => g.Last - g.First + 1),
            GivenUp = (ulong)state.Sequence.GivenUp,
            Gaps = { state.Sequence.Gaps.Select(SourceMessages.ToMessage) },
        });
    }

    /// <summary>From the day's last batch with kept records back to its first, as ListRejected goes. Of a batch none of whose records is kept nothing says
    /// why, nor of those older than history.</summary>
    private static async Task<IEnumerable<ReconciliationReport.Types.Reason>> ReasonsAsync(QuarantineReader reader, SourceState state, DayCounts day, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<RejectReason, long>();
        for (var version = day.Quarantine.LastVersion; version > 0 && version >= state.Marks.From;)
        {
            if (await reader.ReadAsync(version, cancellationToken) is not { } entry) break;
            foreach (var exception in entry.Fact.Completed.Exceptions)
            {
                if (exception.Outcome != Domain.Facts.Outcome.Rejected) continue;
                var mark = state.Marks.Find(version, exception.Index) ?? exception;
                if (mark.Outcome == Domain.Facts.Outcome.Rejected) counts[mark.Reason] = counts.GetValueOrDefault(mark.Reason) + 1;
            }
            version = entry.Fact.Previous;
        }
        var unknown = day.Counts.Rejected - counts.Values.Sum();
        if (unknown > 0) counts[RejectReason.None] = unknown;
        return counts.OrderByDescending(static c => c.Value).ThenBy(static c => c.Key).Select(static c => new ReconciliationReport.Types.Reason { Reason_ = NameOf(c.Key), Records = (ulong)c.Value });
    }

    /// <summary>As the API names it, without the prefix; empty for none.</summary>
    private static string NameOf(RejectReason reason) => reason == RejectReason.None ? "" : SourceMessages.NameOf((V1.RejectReason)reason);

    private static void Add(Reconciliation total, Reconciliation day)
    {
        total.Batches += day.Batches;
        total.Received += day.Received;
        total.Applied += day.Applied;
        total.Duplicate += day.Duplicate;
        total.Conflict += day.Conflict;
        total.Rejected += day.Rejected;
        total.Kept += day.Kept;
        total.NotKept += day.NotKept;
    }

    private static string ToCsv(ReconciliationReport report, bool withReasons)
    {
        var reasons = withReasons ? report.Days.SelectMany(static d => d.Reasons).Select(static r => r.Reason_).Distinct().Order(StringComparer.Ordinal).ToList() : [];
        return Csv.Write(
            ["source", "day", "batches", "received", "applied", "duplicate", "conflict", "rejected", "kept", "not_kept", .. reasons.Select(static r => r.Length == 0 ? "rejected_not_known" : "rejected_" + r.ToLowerInvariant())],
            report.Days.Select(d => (IEnumerable<object>)
            [
                d.Source, d.Day_, d.Reconciliation.Batches, d.Reconciliation.Received, d.Reconciliation.Applied, d.Reconciliation.Duplicate, d.Reconciliation.Conflict, d.Reconciliation.Rejected,
                d.Reconciliation.Kept, d.Reconciliation.NotKept, .. reasons.Select(r => (object)(d.Reasons.FirstOrDefault(x => x.Reason_ == r)?.Records ?? 0)),
            ]));
    }
}
