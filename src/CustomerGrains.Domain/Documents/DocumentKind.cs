namespace CustomerGrains.Domain.Documents;

/// <summary>One kind of versioned document: policies, churn formulas. Knows how its texts are checked, not where they are kept.</summary>
public abstract class DocumentKind
{
    /// <summary>The longest text that is looked at, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The number of what is built in, in force until a version is activated.</summary>
    public const uint BuiltInVersion = 0;

    /// <summary>Key of the grain that keeps its versions; stored.</summary>
    public abstract string Name { get; }

    /// <summary>The built-in one, as <see cref="Check"/> gives it.</summary>
    public abstract string BuiltInText { get; }

    /// <summary>Checks a text and completes it: every member is said, so that what a version means does not change when a default of the
    /// program does. Comments are not kept.</summary>
    public abstract DocumentCheck Check(string json);

    /// <summary>The same document laid out for people.</summary>
    /// <exception cref="InvalidOperationException">It is none of this kind.</exception>
    public abstract string Indent(string json);

    /// <summary>Refuses what is too long to be looked at.</summary>
    protected static DocumentProblem? Oversize(string json)
    {
        var bytes = System.Text.Encoding.UTF8.GetByteCount(json);
        return bytes <= MaxBytes ? null : new DocumentProblem("", $"it has {bytes} bytes", $"give at most {MaxBytes}");
    }
}
