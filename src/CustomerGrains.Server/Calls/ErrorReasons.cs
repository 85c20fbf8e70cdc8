namespace CustomerGrains.Server.Calls;

/// <summary>Reasons in the <c>google.rpc.ErrorInfo</c> of errors: what a program may branch on, as the message is for people. They
/// are never changed once they are out; protos/README.md explains each.</summary>
public static class ErrorReasons
{
    /// <summary>The domain that the reasons belong to.</summary>
    public const string Domain = "customergrains";

    public const string InvalidField = "INVALID_FIELD";
    public const string UnreadableRequest = "UNREADABLE_REQUEST";
    public const string SubscriberNotFound = "SUBSCRIBER_NOT_FOUND";
    public const string NumberNotHeld = "NUMBER_NOT_HELD";
    public const string SourceNotFound = "SOURCE_NOT_FOUND";
    public const string RollupNotFound = "ROLLUP_NOT_FOUND";
    public const string ReportDayNotKept = "REPORT_DAY_NOT_KEPT";
    public const string ServiceNotFound = "SERVICE_NOT_FOUND";
    public const string VersionNotFound = "VERSION_NOT_FOUND";
    public const string OtherVersionActive = "OTHER_VERSION_ACTIVE";
    public const string HistoryExpired = "HISTORY_EXPIRED";
    public const string CursorExpired = "CURSOR_EXPIRED";
    public const string SourceSequenceTaken = "SOURCE_SEQUENCE_TAKEN";
    public const string RedriveOvertaken = "REDRIVE_OVERTAKEN";
    public const string NumberHeld = "NUMBER_HELD";
    public const string PartyNotFound = "PARTY_NOT_FOUND";
    public const string PartyMerged = "PARTY_MERGED";
    public const string MergeCycle = "MERGE_CYCLE";
    public const string TooManySources = "TOO_MANY_SOURCES";
    public const string TooManyMerged = "TOO_MANY_MERGED";
    public const string TooManyMerges = "TOO_MANY_MERGES";
    public const string BatchOutOfOrder = "BATCH_OUT_OF_ORDER";
    public const string BatchContentDiffers = "BATCH_CONTENT_DIFFERS";
    public const string StreamClosed = "STREAM_CLOSED";
    public const string SessionSuperseded = "SESSION_SUPERSEDED";
    public const string StoreFailing = "STORE_FAILING";
    public const string CommitLost = "COMMIT_LOST";
    public const string OutcomeUnknown = "OUTCOME_UNKNOWN";
    public const string StoreUnusable = "STORE_UNUSABLE";
    public const string ServerStopping = "SERVER_STOPPING";
    public const string StateCorrupt = "STATE_CORRUPT";
    public const string Defect = "DEFECT";
}
