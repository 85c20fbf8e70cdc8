namespace CustomerGrains.Server.Search.Filtering;

/// <summary>A filter or an order that cannot be understood. The message says where, what, and what would do.</summary>
public sealed class FilterException : Exception
{
    /// <param name="position">Of the character, from 0.</param>
    public FilterException(int position, string problem) : base($"at position {position + 1}: {problem}") => Position = position;

    /// <summary>Of the character that it is about, from 0.</summary>
    public int Position { get; }
}
