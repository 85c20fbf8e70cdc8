using CustomerGrains.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace CustomerGrains.Interop.Tests.Clients.DotNet;

/// <summary>Typed clients over one connection of their own.</summary>
internal sealed class Connection(GrpcChannel channel)
{
    public CallInvoker Invoker { get; } = channel.CreateCallInvoker();

    public Echo.EchoClient Echo { get; } = new(channel);

    public Nowhere.NowhereClient Nowhere { get; } = new(channel);

    public Harness.HarnessClient Harness { get; } = new(channel);

    public V1.Directory.DirectoryClient Directory { get; } = new(channel);

    public V1.Subscribers.SubscribersClient Subscribers { get; } = new(channel);

    public UsageFeed.UsageFeedClient Feed { get; } = new(channel);

    public Health.HealthClient Health { get; } = new(channel);

    public Grpc.Reflection.V1.ServerReflection.ServerReflectionClient Reflection { get; } = new(channel);

    public Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionClient ReflectionAlpha { get; } = new(channel);
}
