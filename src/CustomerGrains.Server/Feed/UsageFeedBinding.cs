using CustomerGrains.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.Server.Feed;

/// <summary>The UsageFeed service with its own reader for Publish: what Grpc.Tools would generate, but for the request type of that
/// one method.</summary>
[BindServiceMethod(typeof(UsageFeedBinding), nameof(BindService))]
public abstract class UsageFeedBinding
{
    private const string ServiceName = "customergrains.v1.UsageFeed";

    private static readonly Method<PublishFrame, PublishResponse> PublishMethod = new(
        MethodType.DuplexStreaming, ServiceName, "Publish",
        Marshallers.Create((_, _) => throw new NotSupportedException("A server does not write requests."), PublishFrameReader.Read),
        MarshallerOf(PublishResponse.Parser));

    private static readonly Method<GetSourceRequest, Source> GetSourceMethod = new(
        MethodType.Unary, ServiceName, "GetSource", MarshallerOf(GetSourceRequest.Parser), MarshallerOf(Source.Parser));

    public abstract Task Publish(IAsyncStreamReader<PublishFrame> requests, IServerStreamWriter<PublishResponse> responses, ServerCallContext context);

    public abstract Task<Source> GetSource(GetSourceRequest request, ServerCallContext context);

    /// <summary>Called by the host when it maps the service, with no instance.</summary>
    public static void BindService(ServiceBinderBase binder, UsageFeedBinding? service)
    {
        binder.AddMethod(PublishMethod, service is null ? null : new DuplexStreamingServerMethod<PublishFrame, PublishResponse>(service.Publish));
        binder.AddMethod(GetSourceMethod, service is null ? null : new UnaryServerMethod<GetSourceRequest, Source>(service.GetSource));
    }

    private static Marshaller<T> MarshallerOf<T>(MessageParser<T> parser) where T : class, IMessage<T>, IBufferMessage => Marshallers.Create<T>(
        static (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}
