using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;
using Google.Protobuf;
using Spectre.Console;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains rollup</c>.</summary>
internal static class RollupCommand
{
    private const int MostInCall = 1_000;
    private const double Micros = 1_000_000;

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    public static Command Create(Terminal terminal)
    {
        var customer = new Option<string?>("--customer") { Description = "The lines of this customer.", HelpName = "ID" };
        var account = new Option<string?>("--account") { Description = "Those that this account pays for.", HelpName = "ID" };
        var group = new Option<string?>("--group") { Description = "Those in this group.", HelpName = "ID" };
        var limit = new Option<int>("--members") { Description = "Also list so many members, most value at risk first.", HelpName = "N", DefaultValueFactory = static _ => 0 };
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("rollup", "What the lines of a customer, an account or a group come to.") { customer, account, group, limit, json };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (new[] { customer, account, group }.Count(o => !string.IsNullOrEmpty(result.GetValue(o))) != 1) result.AddError("Give one of --customer, --account and --group.");
            if (result.GetValue(limit) is < 0 or > 1_000_000) result.AddError("--members is from 0 to 1000000.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            var (get, list) = (new GetRollupRequest(), new ListRollupMembersRequest());
            if (result.GetValue(customer) is { } c) get.CustomerId = list.CustomerId = c;
            if (result.GetValue(account) is { } a) get.AccountId = list.AccountId = a;
            if (result.GetValue(group) is { } g) get.GroupId = list.GroupId = g;
            var asJson = result.GetValue(json);
            var rollup = await client.Rollups.GetRollupAsync(get, cancellationToken: cancellationToken);
            if (asJson) await terminal.Out.WriteLineAsync(Json.Format(rollup));
            else Show(terminal, rollup);
            var table = new Table().AddColumns("subscriber", "status", "value", "churn", "at risk", "average bill", "last month", "arrears days", "measures");
            for (var left = result.GetValue(limit); left > 0;)
            {
                list.PageSize = Math.Min(left, MostInCall);
                var page = await client.Rollups.ListRollupMembersAsync(list, cancellationToken: cancellationToken);
                foreach (var member in page.Members)
                {
                    if (asJson) await terminal.Out.WriteLineAsync(Json.Format(member));
                    else table.AddRow(Markup.Escape(member.SubscriberId), $"{member.Status}", $"{member.ValueClass}", $"{member.ChurnBand}", Money(member.ValueAtRiskMicros), Money(member.AverageBillMicros), Money(member.LastMonthMicros), $"{member.ArrearsDays}", $"{member.Measures}");
                }
                left -= page.Members.Count;
                if (page.NextPageToken.Length == 0) break;
                list.PageToken = page.NextPageToken;
            }
            if (!asJson && result.GetValue(limit) > 0) terminal.Screen.Write(table);
            return 0;
        });
        return command.WithHelp("""
            Examples:
              customergrains rollup --customer C-1004711
              customergrains rollup --group VPN-88 --members 20
              customergrains rollup --account A-17 --members 1000 --json | jq -r 'select(.churn_band == "CHURN_BAND_HIGH").subscriber_id'

            JSON: the roll-up on the first line, then one member on each, named as in Rollup and RollupMember. Exit code 1 when no line ever
            named it.
            """);
    }

    private static void Show(Terminal terminal, Rollup rollup)
    {
        var (spend, arrears, risk) = (rollup.Spend, rollup.Arrears, rollup.Risk);
        terminal.Out.WriteLine($"members     {Terminal.Count(rollup.Members)}  {Join(rollup.ByStatus, static s => (s.Status, s.Members))}{(rollup.KeyMembers > 0 ? $"; {Terminal.Count(rollup.KeyMembers)} key" : "")}");
        terminal.Out.WriteLine($"value       {Join(rollup.ByValue, static s => (s.Class, s.Members))}");
        terminal.Out.WriteLine($"retention   {Join(rollup.ByRetention, static s => (s.Class, s.Members))}");
        terminal.Out.WriteLine($"churn       {Join(rollup.ByChurnBand, static s => (s.Band, s.Members))}");
        terminal.Out.WriteLine($"measures    {string.Join(", ", rollup.ByMeasures.Select(static (members, count) => $"{(count == 3 ? "3+" : count)}: {Terminal.Count(members)}"))}");
        terminal.Out.WriteLine($"spend       {Money(spend.MonthMicros)} {rollup.CurrencyCode} this month, {Money(spend.LastMonthMicros)} last month ({Change(spend)}), {Money(spend.AverageBillMicros)} a month; margin {Money(rollup.MarginMicros)}");
        terminal.Out.WriteLine($"arrears     {Money(arrears.AmountMicros)}{(arrears.Members > 0 ? $" of {Terminal.Count(arrears.Members)}, {arrears.Days} days" : "")}");
        terminal.Out.WriteLine($"at risk     {Terminal.Count(risk.MembersAtRisk)}{(risk.KeyMembersAtRisk > 0 ? $", {Terminal.Count(risk.KeyMembersAtRisk)} of them key" : "")}; {Money(risk.ValueAtRiskMicros)} a month can be expected to be lost");
        terminal.Error.WriteLine($"as of {rollup.AsOf.ToDateTime():yyyy-MM-dd'T'HH:mm:ss'Z'}");
    }

    private static string Join<T>(IEnumerable<T> counts, Func<T, (object Class, long Members)> read) =>
        string.Join(", ", counts.Select(read).Select(static c => $"{c.Class}: {Terminal.Count(c.Members)}")) is { Length: > 0 } text ? text : "none";

    private static string Change(RollupSpend spend) => spend.HasChangeRatio
        ? spend.ChangeRatio.ToString("+0.0 %;-0.0 %;0 %", CultureInfo.InvariantCulture)
        : "nothing before";

    private static string Money(long micros) => (micros / Micros).ToString("N2", CultureInfo.InvariantCulture);
}
