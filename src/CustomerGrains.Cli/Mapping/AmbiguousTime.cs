namespace CustomerGrains.Cli.Mapping;

/// <summary>Which of the two instants a local time means that occurs twice.</summary>
internal enum AmbiguousTime
{
    /// <summary>The first, still in summer time.</summary>
    Earlier,

    /// <summary>The second, in standard time again.</summary>
    Later,
}
