using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Client.Tests;

/// <summary>The fake feed, served.</summary>
internal sealed class FakeFeedService(FakeFeed feed) : UsageFeed.UsageFeedBase
{
    public override Task Publish(IAsyncStreamReader<PublishRequest> requestStream, IServerStreamWriter<PublishResponse> responseStream, ServerCallContext context) =>
        feed.PublishAsync(requestStream, responseStream, context);
}
