using CustomerGrains.Server.Hosting;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Interop.Tests.Samples;

/// <summary>The samples under protos/samples, run by the very lines of their READMEs.</summary>
[Collection(SampleReadme.Stubs)]
public sealed class SampleTests
{
    private const string ReadmeAddress = "127.0.0.1:5080";
    private const string ReadmeNumber = "8613820888277";
    private const string Missing = "Install bash.";

    [Theory]
    [InlineData("node", "npm ci --prefix protos/samples/node")]
    [InlineData("python", "sudo apt-get install python3-grpcio protobuf-compiler-grpc libprotobuf-dev")]
    public async Task Sample_runs_as_its_README_says(string sample, string installation)
    {
        await using var server = await TestServer.StartAsync(clock: ClockMode.Wall);
        await server.Directory.RegisterSubscriberAsync(new RegisterSubscriberRequest
        {
            SubscriberId = "s-1",
            ActivationTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(-1)),
            Plan = "music-28",
            Brand = "M-Zone",
            Msisdns = { ReadmeNumber },
        });
        var lines = await SampleReadme.CommandsAsync(sample, section: 0);
        Assert.Equal("dotnet run -c Release --project src/CustomerGrains.Cli -- demo", lines[0]);
        Assert.Equal(installation, lines[1]); // tests/install has done that
        var script = string.Join('\n', lines[2..]);
        Assert.Contains($"{ReadmeAddress} {ReadmeNumber}", script, StringComparison.Ordinal);
        script = script.Replace(ReadmeAddress, $"127.0.0.1:{server.Address.Port}", StringComparison.Ordinal);

        for (var run = 1; run <= 2; run++)
        {
            var (exitCode, output, errors) = await ChildProcess.RunAsync("bash", ["-e"], script, Missing, Repository.PathOf("."));
            Assert.True(exitCode == 0, $"{output}\n{errors}\nIf something is not there: tests/install installs it.");
            var printed = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            // The stream is gone on with: 1, then 2.
            Assert.Equal("s-1, music-28 of M-Zone", printed[0]);
            Assert.Contains($"batch {run}: 1 of 1 applied", printed);
            Assert.Contains(" SERVICE_VOICE DIRECTION_OUTGOING: ", printed[^1], StringComparison.Ordinal);
            var days = (await server.Subscribers.GetSubscriberAsync(new GetSubscriberRequest { SubscriberId = "s-1" })).Days;
            Assert.Equal(run * 61, days.SelectMany(d => d.Services).Sum(s => (int)s.DurationSeconds));
        }
    }
}
