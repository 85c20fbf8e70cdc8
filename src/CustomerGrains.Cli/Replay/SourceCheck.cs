using CustomerGrains.Client;

namespace CustomerGrains.Cli.Replay;

/// <summary>Compares what publishers were answered with what the server says of the source before and after.</summary>
internal static class SourceCheck
{
    /// <summary>Everything that does not fit, in sentences; empty when all is well.</summary>
    /// <param name="before">The source before.</param>
    /// <param name="after">The source after all answers.</param>
    /// <param name="ledger">What was answered.</param>
    /// <param name="streams">Ids of the publishers' streams.</param>
    public static IReadOnlyList<string> Problems(SourceNumbers before, SourceNumbers after, UsageLedger ledger, IReadOnlyCollection<string> streams)
    {
        var problems = new List<string>();
        if (!ledger.IsComplete) problems.Add($"{ledger.Sent - ledger.Acked:N0} of {ledger.Sent:N0} records were not acknowledged.");
        if (!ledger.Reconciles) problems.Add("The answers do not add up.");
        if (!after.AddsUp) problems.Add($"The server's totals do not add up: {after}.");
        var grown = after - before;
        Compare("received", grown.Received, ledger.Received, ledger, before, after, streams, problems);
        Compare("applied", grown.Applied, ledger.Applied, ledger, before, after, streams, problems);
        Compare("duplicate", grown.Duplicate, ledger.Duplicate, ledger, before, after, streams, problems);
        Compare("conflict", grown.Conflict, ledger.Conflict, ledger, before, after, streams, problems);
        Compare("rejected", grown.Rejected, ledger.Rejected, ledger, before, after, streams, problems);
        return problems;
    }

    private static void Compare(
        string what,
        long grown,
        long ours,
        UsageLedger ledger,
        SourceNumbers before,
        SourceNumbers after,
        IReadOnlyCollection<string> streams,
        List<string> problems)
    {
        // Batches of a run that was cut may have become complete between our first look and our own sending: they are replayed to us.
        if (grown == ours || (grown > ours && grown - ours <= ledger.Replayed)) return;
        if (grown > ours && OthersWrote(before, after, streams)) return;
        problems.Add($"The server's '{what}' grew by {grown:N0}, but {ours:N0} were answered{(grown > ours ? "; is somebody else feeding this source?" : ".")}");
    }

    private static bool OthersWrote(SourceNumbers before, SourceNumbers after, IReadOnlyCollection<string> streams) =>
        after.ClosedStreams - before.ClosedStreams > streams.Count
        || before.OpenStreams.Concat(after.OpenStreams).Any(stream => !streams.Contains(stream));
}
