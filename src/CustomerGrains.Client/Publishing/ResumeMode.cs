namespace CustomerGrains.Client;

/// <summary>What a publisher does when the stream it opens has batches already (within one publisher, breaks are its own affair).</summary>
public enum ResumeMode
{
    /// <summary>
    /// The first batch gets the number after the last complete one. For live feeds, which know from
    /// <see cref="UsagePublisher.ResumedAfter"/> what is done.
    /// </summary>
    Continue,

    /// <summary>
    /// The first batch is number 1 and all are sent; the server compares and answers what it had complete as replayed. For a caller
    /// that makes the same batches again.
    /// </summary>
    Resend,

    /// <summary>
    /// The first batch is number 1, and those that are complete are not sent but counted as replayed. Only right when the stream's id
    /// stands for its content (as a file's digest does): otherwise nobody compares.
    /// </summary>
    Skip,
}
