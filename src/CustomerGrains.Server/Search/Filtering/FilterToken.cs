namespace CustomerGrains.Server.Search.Filtering;

/// <param name="Value">The word, what is between the quotes, or the operator.</param>
/// <param name="Position">Of its first character, from 0.</param>
/// <param name="IsGlued">Nothing stands between it and what is before it.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Value, int Position, bool IsGlued);
