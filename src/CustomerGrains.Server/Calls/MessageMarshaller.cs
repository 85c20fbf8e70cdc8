using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.Server.Calls;

/// <summary>Marshallers of generated messages, as Grpc.Tools would write them, for services that are bound by hand.</summary>
internal static class MessageMarshaller
{
    internal static Marshaller<T> Of<T>(MessageParser<T> parser) where T : class, IMessage<T>, IBufferMessage => Marshallers.Create<T>(
        static (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}
