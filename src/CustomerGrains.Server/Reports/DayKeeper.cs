using CustomerGrains.Domain;
using CustomerGrains.Domain.Time;
using CustomerGrains.Storage;
using CustomerGrains.Storage.ReadModel;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Reports;

/// <summary>Keeps the classes of all subscribers for each business day, once, when it has ended. What was missed, as the server was down or business
/// time leapt, is kept when it is found out, of what is then known, and marked as made up: rows hold no past. At the end of a day that is not made up the population
/// is cut into five.</summary>
public sealed partial class DayKeeper : BackgroundService
{
    /// <summary>Days kept; a million subscribers take a few megabytes each.</summary>
    public const int KeptDays = 400;

    /// <summary>Missed days that are made up: of a longer gap the last ones.</summary>
    public const int MostMadeUp = 7;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>After a look that failed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly IReadModel _model;
    private readonly ReadModelWriter _writer;
    private readonly PopulationCutter _cutter;
    private readonly IBusinessClock _clock;
    private readonly Calendar _calendar;
    private readonly TimeProvider _time;
    private readonly ILogger<DayKeeper> _logger;

    /// <summary>The day that the last look was in; null before the first.</summary>
    private int? _today;

    /// <summary>The day that the last look at the population was in; null before the first.</summary>
    private int? _cut;

    public DayKeeper(IReadModel model, ReadModelWriter writer, PopulationCutter cutter, IBusinessClock clock, FoldParameters parameters, TimeProvider time, ILogger<DayKeeper> logger) =>
        (_model, _writer, _cutter, _clock, _calendar, _time, _logger) = (model, writer, cutter, clock, parameters.Calendar, time, logger);

    /// <summary>Keeps the days that have ended since the last one kept.</summary>
    /// <exception cref="StoreException">They could not be kept; the next look tries again.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await _model.Ready.WaitAsync(cancellationToken);
        var now = _clock.Now;
        // A stream clock has no time before its first record; and rows that are behind are of no day yet.
        if (now == 0 || _writer.IsBehind || _model.Count == 0) return;
        var today = _calendar.DayOf(now / 1_000);
        if (_today != today) await KeepAsync(today, cancellationToken);
        if (_cut == today) return;
        // Of a store that has kept no day there is no day's end yet; and after a gap the rows of who is idle are still of before it.
        if (await _model.ListDaysAsync(cancellationToken) is [.., { IsMadeUp: false } last] && last.Day == today - 1) await _cutter.CutAsync(last.Day, cancellationToken);
        _cut = today;
    }

    private async Task KeepAsync(int today, CancellationToken cancellationToken)
    {
        var kept = await _model.ListDaysAsync(cancellationToken);
        var wasThere = _today;
        var first = kept.Count > 0 ? kept[^1].Day + 1 : wasThere ?? today;
        for (var day = Math.Max(first, today - MostMadeUp); day < today; day++)
        {
            // Only the day that this process saw end is as it was then.
            var isMadeUp = day != today - 1 || wasThere != day;
            await _writer.FlushAsync(numbers: false, cancellationToken);
            await _model.KeepDayAsync(new ReportDay(day, _writer.AsOf, isMadeUp), cancellationToken);
            LogKept(_logger, Calendar.DayName(day), isMadeUp);
        }
        await _model.ForgetDaysAsync(today - KeptDays, cancellationToken);
        _today = today;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, _time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotKept(_logger, exception);
                await Task.Delay(Pause, _time, stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 171, Level = LogLevel.Information, Message = "The classes of all subscribers are kept for {Day}; made up: {IsMadeUp}.")]
    private static partial void LogKept(ILogger logger, string day, bool isMadeUp);

    [LoggerMessage(EventId = 172, Level = LogLevel.Warning, Message = "The classes of the day cannot be kept, or its population not be cut into five, now; tried again in ten seconds.")]
    private static partial void LogNotKept(ILogger logger, Exception exception);
}
