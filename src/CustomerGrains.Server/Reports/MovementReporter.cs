using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Reports;

/// <summary>GetMovements: two views of one class, subscriber by subscriber.</summary>
public sealed class MovementReporter
{
    private const int MaxNamed = 1_000;

    private readonly ReportViews _views;
    private readonly IReadModel _model;

    public MovementReporter(ReportViews views, IReadModel model) => (_views, _model) = (views, model);

    internal async Task<MovementsReport> ReportAsync(GetMovementsRequest request, CancellationToken cancellationToken)
    {
        if (request.MaxSubscribers is < 0 or > MaxNamed) throw Errors.InvalidArgument("max_subscribers", $"is {request.MaxSubscribers}; give 0 to {MaxNamed}.");
        if (request.StartDay.Length == 0) throw Errors.InvalidArgument("start_day", "is missing; give a day as 2026-03-15.");
        if (request.EndDay.Length > 0 && string.CompareOrdinal(request.EndDay, request.StartDay) <= 0) throw Errors.InvalidArgument("end_day", "is not after start_day.");
        var by = ReportArguments.Class("by", request.By);
        var condition = ReportArguments.Filter(request.Filter);
        var from = await _views.OpenDayAsync("start_day", request.StartDay, [by], cancellationToken);
        var (groups, end) = await _views.ReadAsync("end_day", request.EndDay, ReportArguments.Fields(condition, by), to => (Count(from.Classes, to.Classes, by, condition, request.MaxSubscribers), to with { Classes = null! }), cancellationToken);
        var report = new MovementsReport
        {
            StartAsOf = SubscriberFacts.ToTime(from.AsOf),
            EndAsOf = SubscriberFacts.ToTime(end.AsOf),
            MadeUp = from.IsMadeUp || end.IsMadeUp,
        };
        foreach (var ((was, name, isNew), group) in groups.OrderBy(static g => g.Key.From, StringComparer.Ordinal).ThenBy(static g => g.Key.To, StringComparer.Ordinal))
        {
            var movement = new MovementsReport.Types.Movement { From = was, To = name, New = isNew, Subscribers = group.Count };
            movement.SubscriberIds.AddRange(await _model.ReadIdsAsync(group.Named, cancellationToken));
            report.Movements.Add(movement);
            if (isNew || was != name) report.Moved += group.Count;
            else report.Stayed += group.Count;
        }
        if (request.Csv) report.Csv = Csv.Write(["from", "to", "new", "subscribers"], report.Movements.Select(static m => new object[] { m.From, m.To, m.New ? "true" : "false", m.Subscribers }));
        return report;
    }

    private static Dictionary<(string From, string To, bool IsNew), Group> Count(ClassView from, ClassView to, RowField by, RowCondition? condition, int named)
    {
        // By code: names are looked up once a group.
        var byCode = new Dictionary<(int, int, bool), Group>();
        foreach (var row in to.Match(condition).Take(int.MaxValue))
        {
            var isNew = !from.All.Contains(row);
            var key = (isNew ? 0 : from.CodeAt(by, row), to.CodeAt(by, row), isNew);
            if (!byCode.TryGetValue(key, out var group)) byCode.Add(key, group = new Group(isNew ? "" : from.NameAt(by, row), to.NameAt(by, row)));
            group.Count++;
            if (group.Named.Count < named) group.Named.Add(row);
        }
        return byCode.ToDictionary(static g => (g.Value.From, g.Value.To, g.Key.Item3), static g => g.Value);
    }

    private sealed class Group(string from, string to)
    {
        public string From { get; } = from;

        public string To { get; } = to;

        public long Count { get; set; }

        public List<int> Named { get; } = [];
    }
}
