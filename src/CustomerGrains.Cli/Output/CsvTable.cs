using CsvHelper;
using Spectre.Console;

namespace CustomerGrains.Cli.Output;

/// <summary>Shows CSV as a table.</summary>
internal static class CsvTable
{
    /// <param name="csv">With a header line.</param>
    public static Table Of(string csv)
    {
        using var reader = CsvReader.FromText(csv, new CsvReaderOptions { Separator = ',', HasHeader = true });
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in reader.Headers) table.AddColumn(Markup.Escape(column));
        while (reader.Read()) table.AddRow([.. Enumerable.Range(0, reader.FieldCount).Select(i => Markup.Escape(reader.GetString(i)))]);
        return table;
    }
}
