using System.Buffers;
using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>Hands one message after the other to marshallers, where it lies.</summary>
internal sealed class MessageSource : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>Parses one message.</summary>
    /// <exception cref="RpcException">The marshaller's own, or INTERNAL with the marshaller's exception as its cause.</exception>
    public T Parse<T>(in ReadOnlySequence<byte> payload, Func<DeserializationContext, T> deserializer)
    {
        _payload = payload;
        try
        {
            return deserializer(this);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw new RpcException(ProtocolErrors.Unreadable(e));
        }
        finally
        {
            // The bytes go back to their owner now; a marshaller that kept the context must not find them.
            _payload = default;
        }
    }
}
