namespace CustomerGrains.Server.Feed;

/// <summary>Orleans does not show what is behind a reference, which may be in another process: nothing to do.</summary>
internal sealed class SubscriberWarming
{
    internal const int Ahead = int.MaxValue;

    internal void Touch(ReadOnlySpan<SliceGroups.Group> groups)
    {
    }
}
