using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Tests.Search;

/// <summary>The table of fields in protos/README.md against the list.</summary>
public sealed class FieldDocumentationTests
{
    [Fact]
    public void The_readme_names_every_field_whether_it_orders_and_every_value()
    {
        var lines = File.ReadLines(Path.Combine(Root(), "protos", "README.md")).SkipWhile(static l => l != "## Searching").ToArray();
        foreach (var field in SubscriberFields.All)
        {
            var line = Assert.Single(lines, l => l.StartsWith($"| `{field.Name}`", StringComparison.Ordinal));
            // Lists are ordered by numbers and times, the text in front of the table says.
            Assert.True((line.Split('|')[2].Trim() is "number" or "time") == field.IsSortable, line);
            var skipped = field.Type == RowFieldType.Set ? "NONE" : "";
            foreach (var value in field.Values.Where(v => v.Length > 0 && v != skipped)) Assert.Contains(value, line.Split([' ', ',', '|']));
            Assert.EndsWith($"| {field.Description} |", line, StringComparison.Ordinal);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CustomerGrains.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests are not inside the repository.");
        return folder.FullName;
    }
}
