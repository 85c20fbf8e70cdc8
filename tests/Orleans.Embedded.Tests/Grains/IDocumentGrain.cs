namespace Orleans.Embedded.Tests.Grains;

/// <summary>Keeps a document in grain storage.</summary>
[Alias("tests.IDocumentGrain")]
public interface IDocumentGrain : IGrainWithStringKey
{
    /// <summary>The text when the activation started, now, and whether there is a record.</summary>
    [Alias("Read")]
    Task<(string AtStart, string Now, bool Exists, string? Version)> Read();

    [Alias("Write")]
    Task Write(string text);

    [Alias("WriteTwiceAtOnce")]
    Task WriteTwiceAtOnce(string first, string second);

    [Alias("Reload")]
    Task Reload();

    [Alias("Clear")]
    Task Clear();
}
