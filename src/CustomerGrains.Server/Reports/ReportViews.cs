using System.Globalization;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Reports;

/// <summary>Opens what reports count over: the subscribers as they are now, or as they were kept for a day.</summary>
public sealed class ReportViews
{
    private readonly IReadModel _model;
    private readonly ReadModelWriter _writer;

    public ReportViews(IReadModel model, ReadModelWriter writer) => (_model, _writer) = (model, writer);

    /// <param name="read">What it is given holds only until it returns.</param>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: the day is not kept; INVALID_ARGUMENT: it is none.</exception>
    internal async Task<T> ReadAsync<T>(string field, string day, IReadOnlyCollection<RowField> fields, Func<ReportView, T> read, CancellationToken cancellationToken)
    {
        if (day.Length > 0) return read(await OpenDayAsync(field, day, fields, cancellationToken));
        // Before the rows are read: they have at least what this says.
        var asOf = _writer.AsOf;
        return await _model.ReadClassesAsync(view => read(new ReportView(view, asOf, false)), cancellationToken);
    }

    internal async Task<ReportView> OpenDayAsync(string field, string day, IReadOnlyCollection<RowField> fields, CancellationToken cancellationToken)
    {
        var number = DayNumber(field, day);
        var kept = (await _model.ListDaysAsync(cancellationToken)).FirstOrDefault(d => d.Day == number);
        return kept is not null && await _model.OpenDayAsync(number, fields, cancellationToken) is { } view
            ? new ReportView(view, kept.AsOf, kept.IsMadeUp)
            : throw Errors.NotFound(ErrorReasons.ReportDayNotKept, $"{field}: {day} is not among the days kept; ListReportDays names them.", V1.KeptReportDay.Descriptor.FullName, day);
    }

    /// <returns>Local days since 1970-01-01.</returns>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: it is no day.</exception>
    internal static int DayNumber(string field, string day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
        : throw Errors.InvalidArgument(field, $"is '{Errors.Echo(day)}'; give a day as 2026-03-15, or nothing.");
}
