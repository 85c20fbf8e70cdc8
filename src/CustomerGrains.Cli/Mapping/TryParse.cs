namespace CustomerGrains.Cli.Mapping;

/// <summary>Reads a value from a text.</summary>
internal delegate bool TryParse<T>(string text, out T value);
