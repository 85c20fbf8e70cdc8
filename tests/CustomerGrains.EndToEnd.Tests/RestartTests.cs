using CustomerGrains.EndToEnd.Tests.Support;

namespace CustomerGrains.EndToEnd.Tests;

/// <summary>Programs that go on when their server comes back.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_benchmark_outlives_a_kill_of_its_server_and_reconciles()
    {
        using var scratch = new Scratch();
        var address = Scratch.FreeAddress();
        var server = await CliProcess.ServeAsync(scratch.PathOf("store"), address, "--clock", "stream");
        try
        {
            using var bench = CliProcess.Start("bench", "path", "--server", address, "--subscribers", "200", "--seconds", "6", "--report", "1", "--batch", "100");
            await bench.UntilAsync("subscribers registered");
            await bench.UntilAsync("records/s");
            server.Kill();
            // It is asked once a second, and says that it got no answer.
            await bench.UntilAsync("cannot be asked just now");
            server.Dispose();
            server = await CliProcess.ServeAsync(scratch.PathOf("store"), address, "--clock", "stream");

            Assert.True(await bench.ExitAsync() == 0, bench.Output);
            Assert.Contains("Reconciles with the server.", bench.Output, StringComparison.Ordinal);
            Assert.Equal(0, await server.TerminateAsync());
        }
        finally
        {
            server.Dispose();
        }
    }
}
