namespace CustomerGrains.Domain.Documents;

/// <summary>What came of checking a text: the document as it is kept, or everything that is wrong with it.</summary>
/// <param name="Text">Complete and in one form (<see cref="DocumentKind.Check"/>); null when there are problems.</param>
/// <param name="Title">What the document calls itself; empty when it does not.</param>
/// <param name="Note">What it says of itself: description or provenance.</param>
public sealed record DocumentCheck(string? Text, string Title, string Note, IReadOnlyList<DocumentProblem> Problems);
