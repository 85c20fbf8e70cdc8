using System.Globalization;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace CustomerGrains.Cli.Query;

/// <summary>A customer, an account, a group or a prospect for people: a line a statement, what stands first.</summary>
internal static class PartyTable
{
    public static void Write(Party party, Terminal terminal)
    {
        var output = terminal.Out;
        output.WriteLine($"{Names.Of(party.Kind)} {party.PartyId}, version {party.Version}, {Math.Round(party.Completeness * 100)} % complete, {party.Conflicts} in conflict, values from {Time(party.OldestValueTime)} to {Time(party.NewestValueTime)}");
        if (party.MergedInto.Length > 0) output.WriteLine($"merged into {party.MergedInto}{(party.CurrentId == party.MergedInto ? "" : $", goes on as {party.CurrentId}")}");
        if (party.AbsorbedIds.Count > 0) output.WriteLine($"took over {string.Join(", ", party.AbsorbedIds)}");
        if (party.MissingFields.Count > 0) output.WriteLine($"missing: {string.Join(", ", party.MissingFields.Select(Names.Of))}");
        var table = new Table();
        foreach (var column in new[] { "field", "value", "source", "since", "of", "" }) table.AddColumn(column);
        foreach (var field in party.Fields)
        {
            if (field.Value is { } value) Add(table, Names.Of(field.Field), value, field.CurrentId.Length > 0 ? $"now {field.CurrentId}" : "");
            foreach (var other in field.Others) Add(table, field.Value is null && other == field.Others[0] ? Names.Of(field.Field) : "", other, IsOther(field, other) ? "differs" : "");
        }

        terminal.Screen.Write(table);
    }

    private static void Add(Table table, string field, SourcedValue value, string note) =>
        table.AddRow([.. new[] { field, Text(value.Value), value.SourceSystem, Time(value.EventTime), value.AboutId, note }.Select(Markup.Escape)]);

    private static bool IsOther(PartyFieldState field, SourcedValue other) => other.Value.ValueCase != PartyValue.ValueOneofCase.Withdrawn && !other.Value.Equals(field.Value?.Value);

    private static string Text(PartyValue value) => value.ValueCase switch
    {
        PartyValue.ValueOneofCase.Number => value.Number.ToString(CultureInfo.InvariantCulture),
        PartyValue.ValueOneofCase.Flag => value.Flag ? "yes" : "no",
        PartyValue.ValueOneofCase.Time => Time(value.Time),
        PartyValue.ValueOneofCase.Texts => string.Join("; ", value.Texts.Values),
        PartyValue.ValueOneofCase.Withdrawn => "(taken back)",
        _ => value.Text,
    };

    private static string Time(Timestamp? time) => time is null ? "-" : time.ToDateTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
