using CustomerGrains.Cli.Generation;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Bench;

/// <summary>What the client alone can do on one core: make and encode records, without sending them.</summary>
internal sealed class EncodeBench(int seconds, Terminal terminal)
{
    private const int Batch = 1_000;
    private const int Subscribers = 200_000;

    /// <summary>Runs both sources of records.</summary>
    public void Run()
    {
        var bench = new BenchRecords(1, 0, 1, Subscribers, 24, BenchRecords.Msisdns(Subscribers));
        Measure("records of 'bench path'", batch => bench.Fill(batch, Batch));
        var options = new GeneratorOptions { Days = 400, RecordsPerDay = 1_000_000 };
        var generator = new UsageGenerator(options);
        var encoder = new GeneratedRecordEncoder(options.UtcOffsetMinutes);
        generator.NextDay();
        Measure("records of 'demo'", batch =>
        {
            while (batch.Count < Batch)
            {
                if (generator.TryNext(out var record)) encoder.AddTo(batch, record);
                else if (!generator.NextDay()) return;
            }
        });
    }

    private void Measure(string what, Action<UsageBatchBuffer> fill)
    {
        long records = 0, bytes = 0;
        using var batch = new UsageBatchBuffer();
        var time = TimeProvider.System;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Environment.CpuUsage.TotalTime;
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started).TotalSeconds < seconds)
        {
            batch.Clear();
            fill(batch);
            records += batch.Count;
            bytes += batch.EncodedLength;
        }

        var elapsed = time.GetElapsedTime(started).TotalSeconds;
        var cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        terminal.Out.WriteLine($"{what}: {Terminal.Rate(records / elapsed)} records/s made and encoded, {Terminal.Rate(records / cpuSeconds)} per second of one core's time, {bytes / (double)records:0.0} bytes each, {allocated / (double)records:0.000} bytes allocated per record");
    }
}
