using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Consumption;

namespace CustomerGrains.Server.Subscribers;

/// <summary>What plans include, from a JSON file: <c>{ "plans": [ { "id": "surf", "minutes": 500, "messages": 50, "megabytes": 15360 } ] }</c>.
/// A megabyte is 1,048,576 octets; what is left out is not known.</summary>
public sealed class PlanCatalogue
{
    private const long Megabyte = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly Dictionary<string, PlanAllowances> _plans = new(StringComparer.Ordinal);

    /// <summary>No plans: nothing is known of any.</summary>
    public static PlanCatalogue Empty { get; } = new();

    /// <summary><see cref="PlanAllowances.None"/> for a plan that is not in it.</summary>
    public PlanAllowances AllowancesOf(string plan) => _plans.GetValueOrDefault(plan) ?? PlanAllowances.None;

    /// <param name="path">Null for <see cref="Empty"/>.</param>
    /// <exception cref="ArgumentException">The file cannot be used; says why.</exception>
    public static PlanCatalogue Load(string? path)
    {
        if (path is null) return Empty;
        PlanFile file;
        try
        {
            file = JsonSerializer.Deserialize<PlanFile>(File.ReadAllText(path), Json) ?? new PlanFile();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ArgumentException($"plans: {path} cannot be used: {e.Message}", e);
        }
        var catalogue = new PlanCatalogue();
        for (var i = 0; i < file.Plans.Count; i++) catalogue.Add(file.Plans[i], $"plans: {path}: plans[{i}]");
        return catalogue;
    }

    private void Add(Plan plan, string where)
    {
        if (string.IsNullOrEmpty(plan.Id)) throw new ArgumentException($"{where} has no id.");
        foreach (var (name, value) in new[] { ("minutes", plan.Minutes), ("messages", plan.Messages), ("megabytes", plan.Megabytes) })
            if (value is < 0 or > long.MaxValue / Megabyte) throw new ArgumentException($"{where}: {name} is {value}; give a number from 0 on, or leave it out.");
        if (!_plans.TryAdd(plan.Id, new PlanAllowances(plan.Minutes, plan.Messages, plan.Megabytes * Megabyte)))
            throw new ArgumentException($"{where}: '{plan.Id}' is there twice.");
    }

    private sealed record PlanFile
    {
        public IReadOnlyList<Plan> Plans { get; init; } = [];
    }

    private sealed record Plan
    {
        public string Id { get; init; } = "";

        public long? Minutes { get; init; }

        public long? Messages { get; init; }

        public long? Megabytes { get; init; }
    }
}
