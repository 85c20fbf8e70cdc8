namespace Grpc.Core;

/// <summary>Takes the requests of a caller.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that there are no more requests; earlier writes must be done.</summary>
    Task CompleteAsync();
}
