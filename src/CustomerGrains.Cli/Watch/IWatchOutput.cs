using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Watch;

/// <summary>How the events of a watched subscriber are printed: a line each.</summary>
internal interface IWatchOutput
{
    /// <summary>The subscriber as a whole.</summary>
    void Write(SubscriberStateEvent state);

    /// <summary>A change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="after">The subscriber with this change in it, and perhaps with later ones.</param>
    void Write(SubscriberChangeEvent change, Subscriber after);
}
