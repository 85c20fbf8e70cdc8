using CustomerGrains.Domain;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Documents;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Server.Policies;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Reports;

/// <summary>Cuts the population into five at a day's end (domain §3.5) and puts the cuts in force, so that every subscriber is scored by where the others are.</summary>
public sealed partial class PopulationCutter
{
    /// <summary>Rows that are looked at, at most: of more every second, third … is, which is a fair sample.</summary>
    private const int MostRows = 1_000_000;

    private const string Actor = "server";

    private static readonly RowField[] Fields = [SubscriberFields.LastOutgoingTime, SubscriberFields.RfmSessions, SubscriberFields.RfmChargeMicros];

    private readonly IReadModel _model;
    private readonly VersionedDocuments _documents;
    private readonly IRuleBookSource _rules;
    private readonly Calendar _calendar;
    private readonly ILogger<PopulationCutter> _logger;

    public PopulationCutter(IReadModel model, VersionedDocuments documents, IRuleBookSource rules, FoldParameters parameters, ILogger<PopulationCutter> logger) =>
        (_model, _documents, _rules, _calendar, _logger) = (model, documents, rules, parameters.Calendar, logger);

    /// <summary>Makes and activates the cuts of a day that has ended, unless those in force are of that day, or at the same places, or there are too few
    /// subscribers. The same day again changes nothing.</summary>
    /// <param name="day">Local days since 1970-01-01.</param>
    /// <exception cref="Storage.StoreException">The rows cannot be read, or the versions not be written.</exception>
    /// <exception cref="Grpc.Core.RpcException">The versions cannot be written now.</exception>
    internal async Task CutAsync(int day, CancellationToken cancellationToken)
    {
        var current = _rules.Current;
        if (current.Cuts?.Day >= day) return;
        var population = await ReadAsync(day, cancellationToken);
        if (population.Count < current.Policy.Policy.Rfm.LeastPopulation) return;
        var cuts = ToDocument(PopulationCuts.Of([.. population], 0, day));
        var before = DocumentKinds.PopulationCuts.ReadKept((await _documents.GetAsync(DocumentKinds.PopulationCuts, null, cancellationToken)).Text);
        if (cuts.CutsAs(before)) return;
        var version = await _documents.PutInForceAsync(DocumentKinds.PopulationCuts, DocumentJson.Write(cuts), $"day {cuts.Day}", Actor, $"quintiles at the end of {cuts.Day}", cancellationToken);
        LogCut(cuts.Day, version, cuts.Population);
    }

    private async Task<List<RfmInputs>> ReadAsync(int day, CancellationToken cancellationToken)
    {
        var inputs = new List<RfmInputs>();
        // The cuts score subscribers on the day after: who used something on the last day is then a day behind.
        var scored = day + 1;
        var step = (_model.Count / MostRows) + 1;
        var seen = 0;
        await _model.ScanAsync(ReportConditions.OnNetwork, Fields, values =>
        {
            // A row of before these numbers were in it says nothing about them.
            if (values.Number(1) == SubscriberRow.Absent || seen++ % step != 0) return;
            var last = values.Number(0);
            inputs.Add(new RfmInputs(last == SubscriberRow.Absent ? null : Math.Max(0, scored - _calendar.DayOf(last)), values.Number(1), values.Number(2), Trend.None));
        }, cancellationToken);
        return inputs;
    }

    private static PopulationQuintiles ToDocument(PopulationCuts cuts) => new()
    {
        Day = Calendar.DayName(cuts.Day),
        Population = cuts.Population,
        RecencyDays = cuts.RecencyDays,
        Sessions = cuts.Sessions,
        ChargeMicros = cuts.ChargeMicros,
    };

    [LoggerMessage(EventId = 174, Level = LogLevel.Information, Message = "The population was cut into five at the end of {Day}: version {Version}, {Population} subscribers.")]
    private partial void LogCut(string day, uint version, int population);
}
