using CustomerGrains.Cli.Mapping;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Replay.Files;

/// <summary>Usage records as the rows of a CSV file, by a mapping.</summary>
internal sealed class CsvRecordFile : IRecordFile
{
    private readonly CsvSource _rows;
    private readonly RecordMapper _mapper;
    private readonly int _parts;
    private byte[] _scratch = new byte[1024];

    /// <exception cref="CliException">The file cannot be read, or the mapping does not fit it.</exception>
    public CsvRecordFile(string path, MappingFile mapping, int parts)
    {
        _parts = parts;
        _rows = CsvSource.Open(path, mapping);
        try
        {
            _mapper = new RecordMapper(mapping, _rows.Columns);
        }
        catch
        {
            _rows.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public RowError Error => _mapper.Error;

    /// <inheritdoc/>
    public bool TryRead(out RowOutcome outcome, out EncodedRecord record)
    {
        record = default;
        outcome = default;
        if (!_rows.Read()) return false;
        outcome = _mapper.TryMap(_rows, out var fields);
        if (outcome != RowOutcome.Mapped) return true;
        var room = UsageRecordEncoder.MaxSize(fields);
        if (room > _scratch.Length) _scratch = new byte[room * 2];
        var length = UsageRecordEncoder.Write(_scratch, fields);
        record = new EncodedRecord(_scratch.AsSpan(0, length), fields.StartTime!.Value, _rows.Line, Part.Of(fields.Msisdn.IsEmpty ? fields.Imsi : fields.Msisdn, _parts));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();
}
