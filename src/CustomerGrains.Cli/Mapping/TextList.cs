namespace CustomerGrains.Cli.Mapping;

/// <summary>One or several texts; in JSON a single one needs no brackets.</summary>
internal sealed record TextList(IReadOnlyList<string> Texts);
