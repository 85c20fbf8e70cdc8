namespace CustomerGrains.Domain.Documents;

/// <summary>A kind of document and what its texts become.</summary>
public abstract class DocumentKind<T> : DocumentKind
    where T : class
{
    private string? _builtInText;

    /// <summary>What is in force until a version is activated; it has no problems.</summary>
    public abstract T BuiltIn { get; }

    public sealed override string BuiltInText => _builtInText ??= DocumentJson.Write(BuiltIn);

    /// <summary>Everything that is wrong with a document that could be read.</summary>
    public abstract IReadOnlyList<DocumentProblem> Validate(T document);

    /// <summary>What a document calls itself, for lists; empty when it does not.</summary>
    protected abstract string TitleOf(T document);

    /// <summary>What it says of itself, for lists.</summary>
    protected abstract string NoteOf(T document);

    /// <summary>Reads and validates.</summary>
    public DocumentReading<T> Read(string json)
    {
        if (Oversize(json) is { } oversize) return new DocumentReading<T>(null, [oversize]);
        var reading = DocumentJson.Read<T>(json);
        if (reading.Value is null) return reading;
        var problems = Validate(reading.Value);
        return problems.Count == 0 ? reading : new DocumentReading<T>(null, problems);
    }

    /// <summary>Reads what was checked before it was kept.</summary>
    /// <exception cref="InvalidOperationException">It has problems all the same: kept by a newer program, or damaged.</exception>
    public T ReadKept(string json)
    {
        var reading = Read(json);
        return reading.Value ?? throw new InvalidOperationException($"A kept document of kind {Name} cannot be used: {string.Join(" ", reading.Problems)}");
    }

    public sealed override DocumentCheck Check(string json)
    {
        var reading = Read(json);
        return reading.Value is { } document
            ? new DocumentCheck(DocumentJson.Write(document), TitleOf(document), NoteOf(document), reading.Problems)
            : new DocumentCheck(null, "", "", reading.Problems);
    }

    public sealed override string Indent(string json) => DocumentJson.WriteIndented(ReadKept(json));
}
