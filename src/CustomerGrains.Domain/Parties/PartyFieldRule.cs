using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Parties;

/// <summary>One line of the table of fields: of which kinds of party it is a field, and what its values are.</summary>
public sealed record PartyFieldRule(PartyField Field, PartyValueType Type, IReadOnlyList<PartyKind> Kinds)
{
    /// <summary>Texts of one field, at most.</summary>
    public const int MaxTexts = 20;

    private const int MaxIdBytes = 100;

    public long Least { get; init; }

    public long Most { get; init; }

    /// <summary>Of a <see cref="PartyValueType.Choice"/>.</summary>
    public IReadOnlyList<PartyChoice> Choices { get; init; } = [];

    /// <summary>Of a <see cref="PartyValueType.Reference"/>: one of <see cref="Entities.EntityKinds"/>.</summary>
    public string RefersTo { get; init; } = "";

    /// <summary>The field says nothing of parties whose <c>Field</c> is known to be something else than <c>Choice</c>: nobody misses it there.</summary>
    public (PartyField Field, byte Choice)? OnlyWhere { get; init; }

    /// <summary>Having no value is as good as having one: completeness does not ask for it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>What is wrong with a value that a caller gave, and the remedy; null when nothing is. Never repeats the value, which may be personal.</summary>
    public string? ProblemOf(PartyValue value) => Type switch
    {
        PartyValueType.Text => TextProblem(value.Text, Most),
        PartyValueType.Reference => TextProblem(value.Text, MaxIdBytes) ?? (value.Text.Contains('/', StringComparison.Ordinal) ? "has a '/'; an id has none." : null),
        PartyValueType.Texts when value.Texts.Count is 0 or > MaxTexts => $"has {value.Texts.Count} texts; give 1 to {MaxTexts}, or withdraw the value.",
        PartyValueType.Texts => value.Texts.Select(text => TextProblem(text, Most)).FirstOrDefault(static problem => problem is not null),
        PartyValueType.Flag => null,
        PartyValueType.Choice => Choices.Any(c => c.Number == value.Number) ? null : $"is not one of {string.Join(", ", Choices.Select(static c => c.Name))}.",
        PartyValueType.Time => value.Number is > 0 and <= Usage.UsageRecord.MaxStartTime ? null : "is not between the years 1970 and 9999.",
        _ => value.Number < Least || value.Number > Most ? $"is not between {Least} and {Most}; check the unit." : null,
    };

    /// <exception cref="CorruptDataException">Bytes from disk are no value of this field.</exception>
    internal void EnsureReadable(PartyValue value)
    {
        if (value.IsNone) return;
        if (ProblemOf(value) is { } problem) throw new CorruptDataException($"A value of {Field} {problem}");
    }

    private static string? TextProblem(string text, long maxBytes) =>
        text.Length == 0 ? $"is empty; give 1 to {maxBytes} bytes of text, or withdraw the value."
        : text.Contains('\uFFFD', StringComparison.Ordinal) ? "is not UTF-8; encode it as that."
        : System.Text.Encoding.UTF8.GetByteCount(text) > maxBytes ? $"is longer than {maxBytes} bytes of UTF-8; shorten it."
        : null;

}
