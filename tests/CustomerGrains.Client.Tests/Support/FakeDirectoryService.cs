using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Client.Tests;

/// <summary>Registrations of the fake directory, served.</summary>
internal sealed class FakeDirectoryService(FakeDirectory directory) : V1.Directory.DirectoryBase
{
    public override Task<RegisterSubscriberResponse> RegisterSubscriber(RegisterSubscriberRequest request, ServerCallContext context) =>
        Task.FromResult(directory.Answer(new RegisterSubscriberResponse(), context));
}
