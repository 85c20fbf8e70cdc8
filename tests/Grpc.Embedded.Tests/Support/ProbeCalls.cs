namespace Grpc.Embedded.Tests;

/// <summary>Raw calls of the probe service.</summary>
internal static class ProbeCalls
{
    public static Task<RawResponse> SendAsync(this RawClient client, string method, byte[] body, params (string Name, string Value)[] headers) =>
        client.CallAsync($"grpc.embedded.tests.Probe/{method}", body, headers);
}
