using System.Text;
using Xunit.Abstractions;

namespace CustomerGrains.Interop.Tests.Matrix;

/// <summary>Every feature of the wire with every client, against the real server.</summary>
public sealed class MatrixTests(MatrixFixture matrix, ITestOutputHelper output) : IClassFixture<MatrixFixture>
{
    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var client in MatrixFixture.Clients)
            foreach (var feature in Features.All) cells.Add(client.Name, feature);
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Client_and_server_understand_each_other(string client, string feature)
    {
        var cell = (await matrix.ColumnAsync(client)).Cells.GetValueOrDefault(feature);
        var expected = HostGaps.All.ContainsKey(feature) ? Cell.NotApplicable : Cell.Passed;
        Assert.True(cell?.Result == expected, cell?.Detail ?? "The client did not try this feature.");
    }

    /// <summary>Also prints it, and writes it to the file that CG_MATRIX names.</summary>
    [Fact]
    public async Task The_matrix_has_no_blank_cell_and_no_row_of_its_own_and_the_servers_logged_no_error()
    {
        var columns = new List<Column>();
        foreach (var client in MatrixFixture.Clients) columns.Add(await matrix.ColumnAsync(client.Name));

        var table = Table(columns);
        output.WriteLine(table);
        if (Environment.GetEnvironmentVariable("CG_MATRIX") is { Length: > 0 } file) await File.WriteAllTextAsync(file, table);

        foreach (var column in columns)
        {
            Assert.True(Features.All.ToHashSet().SetEquals(column.Cells.Keys), $"{column.Client} has not the rows of the others.\n{table}");
            Assert.True(column.ServerErrors.Length == 0, $"{column.Client}: {column.ServerErrors}");
        }
    }

    private static string Table(List<Column> columns)
    {
        var width = Features.All.Max(f => f.Length);
        var table = new StringBuilder().Append(' ', width);
        foreach (var column in columns) table.Append("  ").Append(column.Client);
        foreach (var feature in Features.All.Union(columns.SelectMany(c => c.Cells.Keys)))
        {
            table.AppendLine().Append(feature.PadRight(width));
            foreach (var column in columns) table.Append("  ").Append((column.Cells.GetValueOrDefault(feature)?.Result ?? "").PadRight(column.Client.Length));
        }
        table.AppendLine();
        foreach (var (feature, reason) in HostGaps.All) table.AppendLine($"n/a {feature}: {reason}");
        return table.ToString();
    }
}
