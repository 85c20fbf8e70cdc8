using System.Diagnostics;
using System.Globalization;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.Sqlite;
using CustomerGrains.Storage.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.Storage.Tests;

public sealed partial class SqliteStoreTests
{
    /// <summary>A real process dies by SIGKILL, at each named point and at seeded moments, always on the same store. After each
    /// death: everything it was told is on disk is there, once, and every state is the fold of its entries.</summary>
    [Fact]
    public async Task Kill_9_anywhere_loses_and_doubles_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("cg-kill-").FullName;
        var ledger = new Dictionary<string, (long Version, ulong Digest)>();
        var random = new Random(20261122);
        FaultPoint[] points = [FaultPoint.BeforeCommit, FaultPoint.InCommit, FaultPoint.AfterCommit, FaultPoint.BeforeSeal, FaultPoint.InSeal, FaultPoint.AfterSeal, FaultPoint.InCheckpoint, FaultPoint.BetweenHistoryAndSnapshots, FaultPoint.BeforeTrim, FaultPoint.InTrim];
        var seed = 1;
        foreach (var point in points)
        {
            var commits = point is FaultPoint.BeforeCommit or FaultPoint.InCommit or FaultPoint.AfterCommit;
            await RunAndDieAsync(folder, seed++, point.ToString(), random.Next(1, commits ? 200 : 4), int.MaxValue, WorkerStore.Plain, Acked);
            await CheckAsync(folder, ledger);
        }
        for (var i = 0; i < 8; i++)
        {
            await RunAndDieAsync(folder, seed++, "none", 0, random.Next(50, 1500), WorkerStore.Plain, Acked);
            await CheckAsync(folder, ledger);
        }
        Assert.True(ledger.Values.Sum(item => item.Version) > 1000);
        Directory.Delete(folder, true);

        void Acked(string key, long version, ulong digest) => ledger[key] = (version, digest);
    }

    [Fact]
    public async Task A_second_process_is_refused_with_a_sentence()
    {
        await using var store = await StartAsync();
        using var child = StartWorker(store.Folder, 1, "none", 0, WorkerStore.Plain);
        Assert.Equal($"refused The store in {store.Folder} is in use by another process; stop it or choose another folder.", await child.StandardOutput.ReadLineAsync());
        await child.WaitForExitAsync();
    }

    private static async Task RunAndDieAsync(string folder, int seed, string point, int visit, int killAfterLines, string mode, Action<string, long, ulong> acked)
    {
        using var child = StartWorker(folder, seed, point, visit, mode);
        Assert.Equal("open", await child.StandardOutput.ReadLineAsync());
        var lines = 0;
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            var parts = line.Split(' ');
            // The kill may cut the last line.
            if (parts.Length < 3 || parts[2].Length < 16) break;
            acked(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), ulong.Parse(parts[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            if (++lines == killAfterLines) child.Kill();
        }
        await child.WaitForExitAsync();
        Assert.Equal(128 + 9, child.ExitCode);
    }

    private static async Task CheckAsync(string folder, Dictionary<string, (long Version, ulong Digest)> ledger)
    {
        var loggers = new RecordingLoggers();
        await using (var store = await SqliteStore.OpenAsync(WorkerStore.Options(folder), new ToyKinds(), loggers, CancellationToken.None))
        {
            for (var id = 0; id < WorkerStore.Entities; id++)
            {
                var key = WorkerStore.Key(id);
                var toy = await Toy.LoadAsync(store.Log, key);
                ledger.TryGetValue(key.Value, out var acked);
                Assert.True(toy.State.Version >= acked.Version, $"{key} is at {toy.State.Version}; {acked.Version} was acknowledged.");
                ulong digest = 0;
                long version = 0;
                await foreach (var entry in store.ReadEntriesAsync(key, 1, long.MaxValue, CancellationToken.None))
                {
                    digest = ToyState.Mix(digest, entry.Span);
                    if (++version == acked.Version) Assert.Equal(acked.Digest, digest);
                }
                Assert.Equal((toy.State.Version, toy.State.Digest), (version, digest));
                Assert.Equal(Ticket.None, toy.Loaded.Ticket);
            }
        }
        Assert.Empty(loggers.Errors);
    }

    private static Process StartWorker(string folder, int seed, string point, int visit, string mode)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "CustomerGrains.Storage.Worker.dll"), folder, $"{seed}", point, $"{visit}", mode]) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
    }
}
