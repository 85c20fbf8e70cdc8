using CustomerGrains.V1;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace CustomerGrains.Wire.Tests.Neighbours;

/// <summary>Asks for subscribers: what was acknowledged before the question is in the answer, and nothing that was not sent.</summary>
internal sealed class Asker(GrpcChannel channel, Ledger ledger) : INeighbour
{
    private readonly V1.Subscribers.SubscribersClient _subscribers = new(channel);
    private readonly Health.HealthClient _health = new(channel);
    private int _steps;

    public async Task StepAsync()
    {
        var i = _steps++ % Ledger.Subscribers;
        var acknowledged = ledger.Acknowledged(i);
        var subscriber = await _subscribers.GetSubscriberAsync(new GetSubscriberRequest { SubscriberId = "s" + i });
        Assert.Equal(("s" + i, "plan-a"), (subscriber.SubscriberId, subscriber.Plan));
        Assert.InRange(Ledger.CallsOf(subscriber), acknowledged, ledger.Sent(i));
        if (i == 0) Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await _health.CheckAsync(new HealthCheckRequest())).Status);
    }

    public void Dispose()
    {
    }
}
