using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Replay;

/// <summary>How reconciliations are written.</summary>
internal static class Numbers
{
    /// <summary>"12 = applied 9 + duplicate 1 + conflict 0 + rejected 2".</summary>
    public static string Sum(long received, long applied, long duplicate, long conflict, long rejected) =>
        $"received {Terminal.Count(received)} = applied {Terminal.Count(applied)} + duplicate {Terminal.Count(duplicate)} + conflict {Terminal.Count(conflict)} + rejected {Terminal.Count(rejected)}";
}
