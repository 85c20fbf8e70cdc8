using System.Globalization;
using System.Text;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Replay.Files;

namespace CustomerGrains.Cli.Generation.Files;

/// <summary>
/// Writes what a generator makes into a folder: subscribers.csv and usage.csv or usage.ndjson for the server, and the truth beside
/// them: truth.csv by subscriber, truth.json of all. The same options give the same bytes.
/// </summary>
internal sealed class GeneratedFiles(GeneratorOptions options, RecordFormat format, string folder)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The file of usage records.</summary>
    public string Usage { get; } = Path.Combine(folder, format == RecordFormat.Csv ? "usage.csv" : "usage.ndjson");

    /// <summary>The file of subscribers.</summary>
    public string Subscribers { get; } = Path.Combine(folder, "subscribers.csv");

    private string TruthBySubscriber { get; } = Path.Combine(folder, "truth.csv");

    private string TruthOfAll { get; } = Path.Combine(folder, "truth.json");

    /// <summary>Writes them all.</summary>
    /// <returns>What has to become of it.</returns>
    /// <exception cref="CliException">An option is out of range, or one of the files is there.</exception>
    public GeneratedTruth Write(CancellationToken cancellationToken)
    {
        var generator = new UsageGenerator(options);
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { Subscribers, Usage, TruthBySubscriber, TruthOfAll })
        {
            if (File.Exists(file)) throw new CliException($"{file} is there already; name another folder with --out.", CliException.Usage);
        }

        WriteSubscribers(generator);
        WriteUsage(generator, cancellationToken);
        WriteTruth(generator);
        return generator.Truth;
    }

    /// <summary>A text file in UTF-8, lines ended by <c>\n</c> on every machine.</summary>
    public static StreamWriter Create(string path) => new(path, Utf8, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 });

    private void WriteSubscribers(UsageGenerator generator)
    {
        using var file = Create(Subscribers);
        file.Write("subscriber_id,msisdn,brand,plan,region,activation_time\n");
        for (var index = 0; index < generator.Population.Count; index++)
        {
            var subscriber = generator.Population[index];
            var activation = DateTimeOffset.FromUnixTimeSeconds(subscriber.Activation).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{subscriber.Id},{subscriber.Msisdn},{subscriber.Brand},{subscriber.Plan},{subscriber.Region},{activation}\n"));
        }
    }

    private void WriteUsage(UsageGenerator generator, CancellationToken cancellationToken)
    {
        using IUsageWriter file = format == RecordFormat.Csv ? new CsvUsageWriter(Usage) : new CloudEventWriter(Usage);
        var encoder = new GeneratedRecordEncoder(options.UtcOffsetMinutes);
        Span<byte> text = stackalloc byte[GeneratedRecordEncoder.TextLength];
        while (generator.NextDay())
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (generator.TryNext(out var record)) file.Write(encoder.Fields(record, text));
        }
    }

    private void WriteTruth(UsageGenerator generator)
    {
        using (var file = Create(TruthBySubscriber))
        {
            file.Write("subscriber_id,kind,leaving_date,calls,call_seconds,messages,sessions,octets\n");
            for (var index = 0; index < generator.Population.Count; index++)
            {
                var behaviour = generator.Population.BehaviourOf(index);
                var leaving = behaviour.LeavingDay < 0 ? "" : options.FirstDay.AddDays(behaviour.LeavingDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                ref readonly var usage = ref generator.Truth.Of(index);
                file.Write(string.Create(CultureInfo.InvariantCulture, $"{Population.Id(index)},{Names.Of(behaviour.Kind)},{leaving},{usage.Calls},{usage.CallSeconds},{usage.Messages},{usage.Sessions},{usage.Octets}\n"));
            }
        }

        var truth = generator.Truth;
        using var all = Create(TruthOfAll);
        all.Write(JsonOutput.Of(new
        {
            options.Seed,
            options.Subscribers,
            FirstDay = options.FirstDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            options.Days,
            truth.Received,
            truth.Applied,
            truth.Duplicate,
            truth.Conflict,
            truth.Rejected,
            Reasons = new { NumberNotHeld = truth.NotHeld, InvalidQuantity = truth.Broken },
        }).ReplaceLineEndings("\n") + "\n");
    }
}
