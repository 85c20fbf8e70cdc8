namespace CustomerGrains.Wire.Tests;

/// <summary>An answer that the specification does not allow.</summary>
internal sealed class UnexpectedAnswerException(string answer) : Exception(answer);
