using System.Globalization;
using CustomerGrains.Cli.Demo;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Serving;
using CustomerGrains.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Cli.Bench;

/// <summary>The grain host alone: turns over hot grains, and the memory of an activation.</summary>
internal sealed class TurnsBench(int seconds, Terminal terminal)
{
    private const int Hot = 200_000;
    private const int Activations = 1_000_000;
    private const int SliceBytes = 83;
    private static readonly ReadOnlyMemory<byte> Slice = new byte[SliceBytes];

    /// <summary>Runs both.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = DemoFolder.Make(null);
        await using var server = await LocalServer.StartAsync(new ServerOptions { DataDirectory = folder.Path, Listen = "http://127.0.0.1:0" }, cancellationToken);
        var grains = server.Services.GetRequiredService<IGrainFactory>();
        var keys = Keys("hot-", Hot);
        var references = Array.ConvertAll(keys, key => grains.GetGrain<IBenchGrain>(key));
        foreach (var grain in references) await grain.Take(Slice);
        // Not the order in which they came to lie in memory.
        var order = Enumerable.Range(0, Hot).ToArray();
        new Random(2).Shuffle(order);

        var threads = Environment.ProcessorCount;
        Report("cached references", await MeasureAsync(threads, i => references[order[i]].Take(Slice)), threads);
        Report("by string key", await MeasureAsync(threads, i => grains.GetGrain<IBenchGrain>(keys[order[i]]).Take(Slice)), threads);

        var many = Keys("many-", Activations);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = TimeProvider.System.GetTimestamp();
        foreach (var key in many) await grains.GetGrain<IBenchGrain>(key).Take(Slice);
        var elapsed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Activations;
        GC.KeepAlive(many);
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"activations: {bytes:0} bytes of heap each over {Activations:N0} (the grain object included, the key not), {Activations / elapsed:N0} activations/s on one thread"));
    }

    private static string[] Keys(string prefix, int count)
    {
        var keys = new string[count];
        for (var i = 0; i < count; i++) keys[i] = prefix + i.ToString(CultureInfo.InvariantCulture);
        new Random(1).Shuffle(keys);
        return keys;
    }

    /// <returns>Calls per second over all threads, each walking over all grains from a place of its own.</returns>
    private async Task<double> MeasureAsync(int threads, Func<int, ValueTask<long>> call)
    {
        long calls = 0;
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(async () =>
        {
            long own = 0;
            for (var i = Hot / threads * thread; TimeProvider.System.GetElapsedTime(started).TotalSeconds < seconds;)
            {
                for (var n = 0; n < 1_000; n++)
                {
                    var answer = call(i);
                    if (!answer.IsCompletedSuccessfully) await answer;
                    if (++i == Hot) i = 0;
                }
                own += 1_000;
            }
            Interlocked.Add(ref calls, own);
        })));
        return calls / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private void Report(string how, double rate, int threads) =>
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turns, {how}: {rate:N0}/s over {Hot:N0} hot grains in random order, {threads} threads, {SliceBytes}-byte argument"));
}
