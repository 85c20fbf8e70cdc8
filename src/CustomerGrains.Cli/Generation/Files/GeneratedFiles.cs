using System.Globalization;
using System.Text;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Replay.Files;

namespace CustomerGrains.Cli.Generation.Files;

/// <summary>
/// Writes what a generator makes into a folder: subscribers.csv and usage.csv, usage.ndjson or both for the server, and the truth
/// beside them: truth.csv by subscriber, truth.json of all. The same options give the same bytes. Records are written as they are
/// made; what is held in memory is a few numbers for each subscriber. Files have their names only once all of them are whole.
/// </summary>
internal sealed class GeneratedFiles
{
    private const string Unfinished = ".partial";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly GeneratorOptions _options;
    private readonly string _folder;
    private readonly bool _replace;

    /// <param name="options">What is generated.</param>
    /// <param name="formats">Of the usage; at least one.</param>
    /// <param name="folder">Where; made when it is not there.</param>
    /// <param name="replace">Files that are there may be replaced.</param>
    public GeneratedFiles(GeneratorOptions options, IEnumerable<RecordFormat> formats, string folder, bool replace)
    {
        _options = options;
        _folder = folder;
        _replace = replace;
        Subscribers = Path.Combine(folder, "subscribers.csv");
        Usage = [.. formats.Distinct().Order().Select(format => (format, Path.Combine(folder, format == RecordFormat.Csv ? "usage.csv" : "usage.ndjson")))];
    }

    /// <summary>The files of usage records.</summary>
    public IReadOnlyList<(RecordFormat Format, string Path)> Usage { get; }

    /// <summary>The file of subscribers.</summary>
    public string Subscribers { get; }

    private string TruthBySubscriber => Path.Combine(_folder, "truth.csv");

    private string TruthOfAll => Path.Combine(_folder, "truth.json");

    /// <summary>Writes them all.</summary>
    /// <param name="onDay">Told after each day: the generator, and how many records there are so far.</param>
    /// <param name="cancellationToken">Ends it; no file is left.</param>
    /// <returns>What has to become of it.</returns>
    /// <exception cref="CliException">An option is out of range, or one of the files is there.</exception>
    public GeneratedTruth Write(Action<UsageGenerator, long> onDay, CancellationToken cancellationToken)
    {
        var generator = new UsageGenerator(_options);
        Directory.CreateDirectory(_folder);
        string[] files = [Subscribers, .. Usage.Select(static usage => usage.Path), TruthBySubscriber, TruthOfAll];
        if (!_replace && Array.Find(files, File.Exists) is { } there) throw new CliException($"{there} is there already; name another folder with --out, or replace it with --force.", CliException.Usage);
        try
        {
            WriteSubscribers(generator);
            WriteUsage(generator, onDay, cancellationToken);
            WriteTruth(generator);
            foreach (var file in files) File.Move(file + Unfinished, file, overwrite: true);
        }
        finally
        {
            foreach (var file in files) File.Delete(file + Unfinished);
        }

        return generator.Truth;
    }

    /// <summary>A text file in UTF-8, lines ended by <c>\n</c> on every machine.</summary>
    private static StreamWriter Create(string path) => new(path + Unfinished, Utf8, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 1 << 16 });

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

    private void WriteUsage(UsageGenerator generator, Action<UsageGenerator, long> onDay, CancellationToken cancellationToken)
    {
        var writers = new List<IUsageWriter>();
        try
        {
            foreach (var (format, path) in Usage) writers.Add(format == RecordFormat.Csv ? new CsvUsageWriter(Create(path)) : new CloudEventWriter(Create(path)));
            var encoder = new GeneratedRecordEncoder(_options.UtcOffsetMinutes);
            Span<byte> text = stackalloc byte[GeneratedRecordEncoder.TextLength];
            while (generator.NextDay())
            {
                while (generator.TryNext(out var record))
                {
                    foreach (var writer in writers) writer.Write(encoder.Fields(record, text));
                    if (generator.Truth.Received % 4_096 == 0) cancellationToken.ThrowIfCancellationRequested();
                }

                onDay(generator, generator.Truth.Received);
            }
        }
        finally
        {
            foreach (var writer in writers) writer.Dispose();
        }
    }

    private string Date(int day) => _options.FirstDay.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void WriteTruth(UsageGenerator generator)
    {
        using (var file = Create(TruthBySubscriber))
        {
            file.Write("subscriber_id,kind,leaving_date,calls,call_seconds,messages,sessions,octets,findable_date\n");
            for (var index = 0; index < generator.Population.Count; index++)
            {
                var behaviour = generator.Population.BehaviourOf(index);
                var leaving = behaviour.LeavingDay < 0 ? "" : Date(behaviour.LeavingDay);
                ref readonly var usage = ref generator.Truth.Of(index);
                file.Write(string.Create(CultureInfo.InvariantCulture, $"{Population.Id(index)},{Names.Of(behaviour.Kind)},{leaving},{usage.Calls},{usage.CallSeconds},{usage.Messages},{usage.Sessions},{usage.Octets},{Date(behaviour.FindableDay)}\n"));
            }
        }

        var truth = generator.Truth;
        using var all = Create(TruthOfAll);
        all.Write(JsonOutput.Of(new
        {
            _options.Seed,
            _options.Subscribers,
            FirstDay = Date(0),
            _options.Days,
            truth.Received,
            truth.Applied,
            truth.Duplicate,
            truth.Conflict,
            truth.Rejected,
            Reasons = new { NumberNotHeld = truth.NotHeld, InvalidQuantity = truth.Broken },
        }).ReplaceLineEndings("\n") + "\n");
    }
}
