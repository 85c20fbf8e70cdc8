using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>A row that is to be written.</summary>
/// <param name="Row">The latest of the subscriber.</param>
/// <param name="Ticket">Of its version.</param>
/// <param name="Changed">Business time of the earliest change that is not written.</param>
/// <param name="IfClassChanged">Only if a class in it is another than the one written.</param>
internal sealed record WaitingRow(SubscriberRow Row, Ticket Ticket, long Changed, bool IfClassChanged);
