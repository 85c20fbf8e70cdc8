namespace Grpc.Core;

/// <summary>Takes the responses of a service.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}
