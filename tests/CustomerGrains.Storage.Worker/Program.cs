using System.Globalization;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.Sqlite;
using CustomerGrains.Storage.Worker;
using Microsoft.Extensions.Logging.Abstractions;

// Appends to toy entities for ever and writes a line for each entry that it was told is on disk, until it dies: at the n-th visit
// of a fault point, or by the hand of whoever started it.
//   <folder> <seed> <fault point or "none"> <n> <plain|aging>
var random = new Random(int.Parse(args[1], CultureInfo.InvariantCulture));
var fatal = args[2] == "none" ? (FaultPoint?)null : Enum.Parse<FaultPoint>(args[2]);
var visitsLeft = int.Parse(args[3], CultureInfo.InvariantCulture);
var isAging = args[4] == WorkerStore.Aging;

SqliteStore store;
try
{
    store = await SqliteStore.OpenAsync((isAging ? WorkerStore.AgingOptions(args[0]) : WorkerStore.Options(args[0])) with { Fault = Visit }, new ToyKinds(), NullLoggerFactory.Instance, CancellationToken.None);
}
catch (StoreException refused)
{
    Console.WriteLine("refused " + refused.Message);
    return 1;
}
Console.WriteLine("open");

var now = isAging ? Math.Max(store.Log.NowAtOpen, WorkerStore.AgingBegin.ToUnixTimeMilliseconds()) : 0;
var toys = new Dictionary<int, Toy>();
var unacked = new List<(Toy Toy, long Version, ulong Digest, Ticket Ticket)>();
while (true)
{
    var id = random.Next(WorkerStore.Entities);
    if (!toys.TryGetValue(id, out var toy)) toys.Add(id, toy = await Toy.LoadAsync(store.Log, WorkerStore.Key(id)));
    now += isAging ? (long)WorkerStore.AgingStep.TotalMilliseconds : 1;
    var ticket = toy.Append(WorkerStore.Body(random), now);
    unacked.Add((toy, toy.State.Version, toy.State.Digest, ticket));
    if (random.Next(8) == 0)
    {
        toy.Release();
        toys.Remove(id);
    }
    if (random.Next(20) != 0) continue;
    if (await store.Log.WaitAsync(unacked[0].Ticket, unacked[^1].Ticket, CancellationToken.None) != CommitOutcome.Durable) return 2;
    foreach (var (acked, version, digest, _) in unacked) Console.WriteLine($"{acked.Key} {version} {digest:x16}");
    unacked.Clear();
    Console.Out.Flush();
    if (random.Next(10) == 0) await store.CheckpointAsync(CancellationToken.None);
}

void Visit(FaultPoint point)
{
    if (point == fatal && Interlocked.Decrement(ref visitsLeft) == 0) System.Diagnostics.Process.GetCurrentProcess().Kill();
}
