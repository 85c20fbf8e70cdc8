using CustomerGrains.Cli.Generation;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Demo;

/// <summary>Confusion table: what a server says of how subscribers use, beside what the generator meant them to do. Not safe for several threads.</summary>
internal sealed class PatternTable
{
    private static readonly BehaviourKind[] Kinds = Enum.GetValues<BehaviourKind>();

    private readonly Dictionary<(BehaviourKind Kind, bool IsFindable, UsagePattern Said), long> _counts = [];

    /// <summary>What can be said, the unspecified last.</summary>
    public static IReadOnlyList<UsagePattern> Columns { get; } = [.. Enum.GetValues<UsagePattern>().Where(static pattern => pattern != UsagePattern.Unspecified), UsagePattern.Unspecified];

    /// <summary>Behaviours, those that cannot be known yet in a row of their own, with the counts by <see cref="Columns"/>. Empty rows are left out.</summary>
    public IEnumerable<(string Name, IReadOnlyList<long> Counts)> Rows =>
        from kind in Kinds
        from isFindable in new[] { true, false }
        let counts = Columns.Select(said => Count(kind, isFindable, said)).ToArray()
        where counts.Any(static count => count > 0)
        select (isFindable ? Names.Of(kind) : Names.Of(kind) + ", too early to tell", (IReadOnlyList<long>)counts);

    /// <summary>The pattern that is a behaviour's right name.</summary>
    public static UsagePattern RightFor(BehaviourKind kind) => kind switch
    {
        BehaviourKind.Growing => UsagePattern.Growing,
        BehaviourKind.Fading => UsagePattern.Fading,
        BehaviourKind.Irregular => UsagePattern.Irregular,
        BehaviourKind.Leaving => UsagePattern.FallenSilent,
        _ => UsagePattern.Steady,
    };

    /// <summary>In words: fallen_silent; what is not specified is "too little".</summary>
    public static string Name(UsagePattern pattern) => pattern == UsagePattern.Unspecified ? "too_little" : Names.Of(pattern);

    /// <summary>Counts a subscriber.</summary>
    /// <param name="day">The last one that was generated, from 0.</param>
    public void Add(in Behaviour truth, int day, UsagePattern said)
    {
        var key = (truth.Kind, truth.FindableDay <= day, said);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>Of those whose behaviour can be known, the share that the server knows.</summary>
    public double Recall(BehaviourKind kind) => Count(kind, true, RightFor(kind)) / (double)Columns.Sum(said => Count(kind, true, said));

    /// <summary>Of all those of whom the server says it, the share that it is true of.</summary>
    public double Precision(BehaviourKind kind)
    {
        var said = RightFor(kind);
        return (Count(kind, true, said) + Count(kind, false, said)) / (double)Kinds.Sum(other => Count(other, true, said) + Count(other, false, said));
    }

    private long Count(BehaviourKind kind, bool isFindable, UsagePattern said) => _counts.GetValueOrDefault((kind, isFindable, said));
}
