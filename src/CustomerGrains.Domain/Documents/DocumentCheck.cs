namespace CustomerGrains.Domain.Documents;

/// <summary>What came of checking a text: the document as it is kept, or everything that is wrong with it.</summary>
/// <param name="Text">Complete and in one form (<see cref="DocumentKind.Check"/>); null when there are problems.</param>
public sealed record DocumentCheck(string? Text, IReadOnlyList<DocumentProblem> Problems);
