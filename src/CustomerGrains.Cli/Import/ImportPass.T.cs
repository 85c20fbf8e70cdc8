using CustomerGrains.Cli.Mapping;

namespace CustomerGrains.Cli.Import;

/// <inheritdoc/>
/// <param name="target">As the mapping calls it.</param>
/// <param name="mapper">Makes items of rows.</param>
/// <param name="sender">Sends them.</param>
/// <param name="identify">An item's name, and a digest of what is said under it: with --distinct, rows that repeat a name must say the same.</param>
internal sealed class ImportPass<TItem>(string target, IRowMapper<TItem> mapper, IItemSender<TItem> sender, Func<TItem, (string Name, string Digest)> identify) : ImportPass(target)
{
    private readonly Dictionary<string, (string Digest, long Line)> _known = new(StringComparer.Ordinal);
    private long _rows;
    private long _filtered;
    private long _unmapped;
    private long _repeated;

    /// <inheritdoc/>
    public override async Task<ImportCounts> RunAsync(CsvSource source, ImportOptions options, ImportErrors errors, CancellationToken cancellationToken)
    {
        var batches = new BatchSender<TItem>(sender, options.Batch, options.Parallel);
        await batches.RunAsync(Items(source, options, errors), (line, result) => errors.Add(Target, line, result), cancellationToken);
        return new ImportCounts(Target, _rows, _filtered, _unmapped, _repeated, batches.Done, batches.Known, batches.Refused);
    }

    private IEnumerable<(TItem Item, long Line)> Items(CsvSource source, ImportOptions options, ImportErrors errors)
    {
        while (source.Read())
        {
            _rows++;
            switch (mapper.TryMap(source, out var item))
            {
                case RowOutcome.Filtered:
                    _filtered++;
                    break;
                case RowOutcome.Unmapped:
                    _unmapped++;
                    errors.Add(Target, mapper.Error);
                    break;
                default:
                    if (options.Distinct && IsRepeated(options.File, item, source.Line)) _repeated++;
                    else yield return (item, source.Line);
                    break;
            }
        }
    }

    private bool IsRepeated(string file, TItem item, long line)
    {
        var (name, digest) = identify(item);
        if (_known.TryAdd(name, (digest, line))) return false;
        var (before, firstLine) = _known[name];
        return before == digest
            ? true
            : throw new CliException($"{file}: {Target} {name} on line {line} is not the one on line {firstLine}; with --distinct all rows of a {Target} must say the same.");
    }
}
