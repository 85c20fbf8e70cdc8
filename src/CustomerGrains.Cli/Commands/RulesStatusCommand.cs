using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Documents;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>status</c> of policy and model: how far subscribers have followed the rules in force.</summary>
internal static class RulesStatusCommand
{
    /// <summary>With <c>--wait</c>, between two questions: the server answers with what is left, and calls nobody back.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    public static Command Create(Terminal terminal, DocumentNoun noun)
    {
        var wait = new Option<bool>("--wait") { Description = "Come back when nobody is left." };
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("status", "Say how far what is remembered of subscribers, and search and reports, have followed the rules in force.") { wait, json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            Rederivation status;
            while ((status = await client.Operations.GetRederivationAsync(new GetRederivationRequest(), cancellationToken: cancellationToken)).Left > 0 && result.GetValue(wait))
            {
                if (status.ReviewsOff) throw new CliException($"{Line(status)} The rest never will: the server reviews nobody (--reviews-per-second 0).");
                await terminal.Error.WriteLineAsync(Line(status));
                await Task.Delay(LookInterval, cancellationToken);
            }
            await terminal.Out.WriteLineAsync(result.GetValue(json) ? Json(status) : Text(status));
            return 0;
        });
        return command.WithHelp($"""
            Examples:
              customergrains {noun.Name} status
              customergrains {noun.Name} activate 2 && customergrains {noun.Name} status --wait

            Answers about one subscriber go by what is in force at once. Lists and reports, and since when a class is what it is, follow as every subscriber
            is reviewed in the background.
            """);
    }

    private static string Text(Rederivation status)
    {
        var lines = new List<string>
        {
            $"In force: policy {status.PolicyVersion}, model {status.ModelVersion}, since {Time(status.StartTime) ?? "the beginning"}{(status.EffectiveTime is null ? "" : $" (business time {Time(status.EffectiveTime)})")}.",
            Line(status),
        };
        if (status is { ReviewsOff: true, Left: > 0 }) lines.Add("The server reviews nobody (--reviews-per-second 0): the rest stay as they are.");
        foreach (var before in status.From) lines.Add($"  {Terminal.Count(before.Subscribers)} {(before.Rules.Length == 0 ? "not reviewed by any rules that are known" : $"reviewed by {before.Rules}")}");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Line(Rederivation status)
    {
        var rate = status.ReviewsPerSecond > 0 ? $", {Terminal.Rate(status.ReviewsPerSecond)}/s" : "";
        return status.Left > 0
            ? $"{Terminal.Count(status.Subscribers - status.Left)} of {Terminal.Count(status.Subscribers)} subscribers follow{rate}."
            : $"All {Terminal.Count(status.Subscribers)} subscribers follow{rate}{(status.FinishTime is null ? "" : $", since {Time(status.FinishTime)}")}.";
    }

    private static string Json(Rederivation status) => JsonOutput.Of(new
    {
        status.Rules,
        status.PolicyVersion,
        status.ModelVersion,
        StartTime = Time(status.StartTime),
        EffectiveTime = Time(status.EffectiveTime),
        status.Subscribers,
        status.Left,
        From = status.From.Select(static f => new { f.Rules, f.Subscribers }),
        status.Reviewed,
        status.ReviewsPerSecond,
        FinishTime = Time(status.FinishTime),
        status.ReviewsOff,
    });

    private static string? Time(Timestamp? time) => time?.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
