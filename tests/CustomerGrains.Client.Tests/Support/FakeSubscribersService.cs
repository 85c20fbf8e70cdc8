using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Client.Tests;

/// <summary>Queries of the fake directory, served.</summary>
internal sealed class FakeSubscribersService(FakeDirectory directory) : Subscribers.SubscribersBase
{
    public override Task<Subscriber> GetSubscriber(GetSubscriberRequest request, ServerCallContext context) =>
        Task.FromResult(directory.Answer(new Subscriber { SubscriberId = request.SubscriberId }, context));
}
