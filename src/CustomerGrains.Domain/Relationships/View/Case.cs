namespace CustomerGrains.Domain.Relationships;

/// <summary>A complaint or fault report.</summary>
/// <param name="Latest">Its last step: stage, agent, deadline.</param>
/// <param name="OpenedTime">When it was opened, seconds since 1970-01-01 UTC; of its earliest step that is kept when that is not.</param>
public sealed record Case(CaseChanged Latest, long OpenedTime)
{
    public string Id => Latest.CaseId;

    public CaseKind Kind => Latest.CaseKind;

    public CaseStage Stage => Latest.Stage;

    /// <summary>Neither resolved nor confirmed.</summary>
    public bool IsOpen => Stage < CaseStage.Resolved;

    /// <summary>When it was resolved, seconds since 1970-01-01 UTC; 0 while it is open.</summary>
    public long ClosedTime => IsOpen ? 0 : Latest.Time;
}
