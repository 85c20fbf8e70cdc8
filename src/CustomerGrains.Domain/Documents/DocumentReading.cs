namespace CustomerGrains.Domain.Documents;

/// <summary>What came of reading a document: the value, or everything that is wrong with it.</summary>
/// <param name="Value">Null when there are problems.</param>
public sealed record DocumentReading<T>(T? Value, IReadOnlyList<DocumentProblem> Problems)
    where T : class;
