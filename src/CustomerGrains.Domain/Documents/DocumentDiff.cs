using System.Text.Json;

namespace CustomerGrains.Domain.Documents;

/// <summary>Where two documents of a kind differ, leaf by leaf; the items of lists are compared by their places.</summary>
public static class DocumentDiff
{
    /// <param name="before">As kept: complete, so that a member that is missing on one side was added or left out.</param>
    /// <param name="after">Likewise.</param>
    /// <returns>In the order of the documents; empty when they say the same.</returns>
    /// <exception cref="JsonException">A text is not JSON.</exception>
    public static IReadOnlyList<DocumentChange> Of(string before, string after)
    {
        using var first = JsonDocument.Parse(before);
        using var second = JsonDocument.Parse(after);
        var changes = new List<DocumentChange>();
        Compare("", first.RootElement, second.RootElement, changes);
        return changes;
    }

    private static void Compare(string path, JsonElement before, JsonElement after, List<DocumentChange> changes)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object) Members(path, before, after, changes);
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array) Items(path, before, after, changes);
        else if (!JsonElement.DeepEquals(before, after)) changes.Add(new DocumentChange(path, before.GetRawText(), after.GetRawText()));
    }

    private static void Members(string path, JsonElement before, JsonElement after, List<DocumentChange> changes)
    {
        foreach (var member in before.EnumerateObject())
        {
            var at = Join(path, member.Name);
            if (after.TryGetProperty(member.Name, out var other)) Compare(at, member.Value, other, changes);
            else changes.Add(new DocumentChange(at, member.Value.GetRawText(), null));
        }
        foreach (var member in after.EnumerateObject())
        {
            if (!before.TryGetProperty(member.Name, out _)) changes.Add(new DocumentChange(Join(path, member.Name), null, member.Value.GetRawText()));
        }
    }

    private static void Items(string path, JsonElement before, JsonElement after, List<DocumentChange> changes)
    {
        var (left, right) = (before.GetArrayLength(), after.GetArrayLength());
        for (var i = 0; i < Math.Max(left, right); i++)
        {
            var at = $"{path}[{i}]";
            if (i >= right) changes.Add(new DocumentChange(at, before[i].GetRawText(), null));
            else if (i >= left) changes.Add(new DocumentChange(at, null, after[i].GetRawText()));
            else Compare(at, before[i], after[i], changes);
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
