using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
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
        MessageMarshaller.Of(PublishResponse.Parser));

    private static readonly Method<GetSourceRequest, Source> GetSourceMethod = new(
        MethodType.Unary, ServiceName, "GetSource", MessageMarshaller.Of(GetSourceRequest.Parser), MessageMarshaller.Of(Source.Parser));

    private static readonly Method<ListGapsRequest, ListGapsResponse> ListGapsMethod = new(
        MethodType.Unary, ServiceName, "ListGaps", MessageMarshaller.Of(ListGapsRequest.Parser), MessageMarshaller.Of(ListGapsResponse.Parser));

    private static readonly Method<ListRejectedRequest, ListRejectedResponse> ListRejectedMethod = new(
        MethodType.Unary, ServiceName, "ListRejected", MessageMarshaller.Of(ListRejectedRequest.Parser), MessageMarshaller.Of(ListRejectedResponse.Parser));

    private static readonly Method<RedriveRejectedRequest, RedriveRejectedResponse> RedriveRejectedMethod = new(
        MethodType.Unary, ServiceName, "RedriveRejected", MessageMarshaller.Of(RedriveRejectedRequest.Parser), MessageMarshaller.Of(RedriveRejectedResponse.Parser));

    public abstract Task Publish(IAsyncStreamReader<PublishFrame> requests, IServerStreamWriter<PublishResponse> responses, ServerCallContext context);

    public abstract Task<Source> GetSource(GetSourceRequest request, ServerCallContext context);

    public abstract Task<ListGapsResponse> ListGaps(ListGapsRequest request, ServerCallContext context);

    public abstract Task<ListRejectedResponse> ListRejected(ListRejectedRequest request, ServerCallContext context);

    public abstract Task<RedriveRejectedResponse> RedriveRejected(RedriveRejectedRequest request, ServerCallContext context);

    /// <summary>Called by the host when it maps the service, with no instance.</summary>
    public static void BindService(ServiceBinderBase binder, UsageFeedBinding? service)
    {
        binder.AddMethod(PublishMethod, service is null ? null : new DuplexStreamingServerMethod<PublishFrame, PublishResponse>(service.Publish));
        binder.AddMethod(GetSourceMethod, service is null ? null : new UnaryServerMethod<GetSourceRequest, Source>(service.GetSource));
        binder.AddMethod(ListGapsMethod, service is null ? null : new UnaryServerMethod<ListGapsRequest, ListGapsResponse>(service.ListGaps));
        binder.AddMethod(ListRejectedMethod, service is null ? null : new UnaryServerMethod<ListRejectedRequest, ListRejectedResponse>(service.ListRejected));
        binder.AddMethod(RedriveRejectedMethod, service is null ? null : new UnaryServerMethod<RedriveRejectedRequest, RedriveRejectedResponse>(service.RedriveRejected));
    }
}
