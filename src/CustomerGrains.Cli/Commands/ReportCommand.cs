using System.CommandLine;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains report</c>: CSV as the server writes it, a table of it, or JSON.</summary>
internal static partial class ReportCommand
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithFormatDefaultValues(true));

    public static Command Create(Terminal terminal) => new Command("report", "Count all subscribers by their classes, their money, who left, what was received; CSV on the standard output.")
    {
        Population(terminal),
        Movements(terminal),
        Rfm(terminal),
        Cuts(terminal),
        Kpi(terminal),
        Cohort(terminal),
        Coverage(terminal),
        Effect(terminal),
        Churn(terminal),
        Revenue(terminal),
        Reconciliation(terminal),
        Days(terminal),
    }.WithHelp("""
        Examples:
          customergrains report population value_class churn_band --filter 'region = Beijing'
          customergrains report movements value_class --from 2026-03-01 --to 2026-03-31
          customergrains report rfm --day 2026-03-31
          customergrains report cuts --table
          customergrains report kpi --year 2026 --target 120000
          customergrains report cohort 2026-01-31
          customergrains report coverage --filter 'mid_high_end = DYNAMIC' --table
          customergrains report effect 2026-01-31 --horizon 60 --measure DEPOSIT_GIFT
          customergrains report churn region brand --from 2026-02-28 --to 2026-03-31 --reason price
          customergrains report revenue value_class region
          customergrains report reconciliation --from 2026-03-01 --reasons
          customergrains report reconciliation --missing
          customergrains report days

        Classes are the fields of protos/README.md that are neither numbers nor times. A day is kept when it has ended; one that was missed
        is made up of what was known when that was found out, and says so.
        """);

    private static Command Population(Terminal terminal)
    {
        var by = new Argument<string[]>("CLASS") { Description = "One class, or two.", Arity = new ArgumentArity(1, 2) };
        var filter = Filter();
        var day = Day("--day", "At the end of this day (yyyy-mm-dd). [default: now]");
        return Make("population", "How many subscribers have which class, or which two.", terminal, [by, filter, day], async (client, result, csv, cancellationToken) =>
        {
            var report = await client.Reports.GetPopulationAsync(new GetPopulationRequest { By = { result.GetRequiredValue(by) }, Filter = result.GetValue(filter), Day = result.GetValue(day), Csv = csv }, cancellationToken: cancellationToken);
            return (report, report.Csv, AsOf(report.AsOf, report.MadeUp));
        });
    }

    private static Command Movements(Terminal terminal)
    {
        var by = new Argument<string>("CLASS") { Description = "The class." };
        var from = new Option<string>("--from") { Description = "From the end of this day (yyyy-mm-dd).", HelpName = "DAY", Required = true };
        var to = Day("--to", "To the end of this one. [default: to now]");
        var name = CommonOptions.Positive("--name", "Name up to so many subscribers of each movement (JSON).", 0, least: 0, most: 1_000);
        var filter = Filter();
        return Make("movements", "Who moved from which class to which between two days.", terminal, [by, from, to, filter, name], async (client, result, csv, cancellationToken) =>
        {
            var request = new GetMovementsRequest
            {
                By = result.GetRequiredValue(by),
                StartDay = result.GetRequiredValue(from),
                EndDay = result.GetValue(to),
                Filter = result.GetValue(filter),
                MaxSubscribers = result.GetValue(name),
                Csv = csv,
            };
            var report = await client.Reports.GetMovementsAsync(request, cancellationToken: cancellationToken);
            return (report, report.Csv, $"{AsOf(report.EndAsOf, report.MadeUp)}; {Terminal.Count(report.Moved)} moved, {Terminal.Count(report.Stayed)} stayed");
        });
    }

    private static Command Rfm(Terminal terminal)
    {
        var filter = Filter();
        var day = Day("--day", "At the end of this day (yyyy-mm-dd). [default: now]");
        return Make("rfm", "How many subscribers are at each recency, frequency and monetary score.", terminal, [filter, day], async (client, result, csv, cancellationToken) =>
        {
            var report = await client.Reports.GetRfmGridAsync(new GetRfmGridRequest { Filter = result.GetValue(filter), Day = result.GetValue(day), Csv = csv }, cancellationToken: cancellationToken);
            return (report, report.Csv, AsOf(report.AsOf, report.MadeUp));
        });
    }

    private static Command Cuts(Terminal terminal)
    {
        var version = new Option<uint?>("--version") { Description = "Of this version, as rows and answers name it. [default: the one in force]", HelpName = "N" };
        return Make("cuts", "Where the population is cut into five by recency, frequency and monetary value.", terminal, [version], async (client, result, _, cancellationToken) =>
        {
            var request = new GetPopulationCutsRequest();
            if (result.GetValue(version) is { } number) request.Version = number;
            var cuts = await client.Policies.GetPopulationCutsAsync(request, cancellationToken: cancellationToken);
            var lines = Enumerable.Range(0, Math.Min(cuts.RecencyDays.Count, Math.Min(cuts.Sessions.Count, cuts.ChargeMicros.Count)))
                .Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1},{cuts.RecencyDays[i]},{cuts.Sessions[i]},{cuts.ChargeMicros[i]}\r\n"));
            var of = cuts.Version == 0 ? "the policy's initial cuts" : $"version {cuts.Version}, {Terminal.Count(cuts.Population)} subscribers at the end of {cuts.Day}";
            return (cuts, $"cut,recency_days,sessions,charge_micros\r\n{string.Concat(lines)}", of + (cuts.Active ? ", in force" : ""));
        });
    }

    private static Command Kpi(Terminal terminal)
    {
        var year = CommonOptions.Positive("--year", "The year. [default: the current business year]", 0, least: 0, most: 9_998);
        var target = new Option<long?>("--target") { Description = "The monthly average that is aimed at. [default: the policy's]", HelpName = "N" };
        var filter = Filter();
        return Make("kpi", "The mid/high-end KPI: counts of the year's months, average, forecast, gap.", terminal, [filter, year, target], async (client, result, csv, cancellationToken) =>
        {
            var request = new GetMidHighEndKpiRequest { Year = result.GetValue(year), Filter = result.GetValue(filter), Csv = csv };
            if (result.GetValue(target) is { } aim) request.Target = aim;
            var report = await client.Reports.GetMidHighEndKpiAsync(request, cancellationToken: cancellationToken);
            return (report, report.Csv, $"{AsOf(report.AsOf, false)}; average {Shown(report.HasAverage, report.Average)}, forecast {Shown(report.HasForecast, report.Forecast)}, gap to the target {Shown(report.HasGap, report.Gap)}");
        });
    }

    private static Command Cohort(Terminal terminal)
    {
        var day = new Argument<string>("DAY") { Description = "The cohort: dynamic mid/high-end at the end of this day (yyyy-mm-dd)." };
        var filter = Filter();
        return Make("cohort", "What is left of the mid/high-end subscribers of a day.", terminal, [day, filter], async (client, result, csv, cancellationToken) =>
        {
            var report = await client.Reports.GetCohortRetentionAsync(new GetCohortRetentionRequest { Day = result.GetRequiredValue(day), Filter = result.GetValue(filter), Csv = csv }, cancellationToken: cancellationToken);
            return (report, report.Csv, $"{AsOf(report.AsOf, false)}; {Terminal.Count(report.Cohort)} in the cohort");
        });
    }

    private static string Shown(bool isKnown, double value) => isKnown ? value.ToString("N1", System.Globalization.CultureInfo.InvariantCulture) : "not known";

    private static Command Days(Terminal terminal) => Make("days", "The days that are kept.", terminal, [], async (client, _, _, cancellationToken) =>
    {
        var days = await client.Reports.ListReportDaysAsync(new ListReportDaysRequest(), cancellationToken: cancellationToken);
        var lines = days.Days.Select(static d => $"{d.Day},{d.AsOf.ToDateTime():yyyy-MM-dd'T'HH:mm:ss'Z'},{(d.MadeUp ? "true" : "false")}\r\n");
        return (days, $"day,as_of,made_up\r\n{string.Concat(lines)}", $"{days.Days.Count} days");
    });

    private static Command Make(string name, string description, Terminal terminal, Symbol[] symbols, Func<CustomerGrainsClient, ParseResult, bool, CancellationToken, Task<(IMessage Report, string Csv, string Note)>> ask)
    {
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var table = new Option<bool>("--table") { Description = "Print a table instead of CSV." };
        var command = new Command(name, description) { table, json };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((System.CommandLine.Option)symbol);
        }
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            var asJson = result.GetValue(json);
            var (report, csv, note) = await ask(client, result, !asJson, cancellationToken);
            await terminal.Error.WriteLineAsync(note);
            if (asJson) await terminal.Out.WriteLineAsync(Json.Format(report));
            else if (result.GetValue(table)) terminal.Screen.Write(CsvTable.Of(csv));
            else await terminal.Out.WriteAsync(csv);
            return 0;
        });
        return command;
    }

    private static Option<string> Filter() => new("--filter") { Description = "Whom (AIP-160, on classes only).", HelpName = "FILTER", DefaultValueFactory = static _ => "" };

    private static Option<string> Day(string name, string description) => new(name) { Description = description, HelpName = "DAY", DefaultValueFactory = static _ => "" };

    private static string AsOf(Timestamp time, bool isMadeUp) => $"as of {time.ToDateTime():yyyy-MM-dd'T'HH:mm:ss'Z'}{(isMadeUp ? ", made up after a downtime" : "")}";
}
