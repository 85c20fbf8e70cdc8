using System.Globalization;
using CsvHelper;

namespace CustomerGrains.Cli.Mapping;

/// <summary>A CSV file, row by row, with the line numbers that an editor shows.</summary>
internal sealed class CsvSource : IDisposable
{
    /// <summary>A longer row is a quote that is never closed.</summary>
    private const int LongestRow = 1 << 20;

    private readonly CsvReader _reader;
    private readonly string _name;
    private readonly Dictionary<long, CsvMalformedReason> _malformed = [];

    /// <summary>Without a header the first row was read to count the columns, and is still to be given out.</summary>
    private bool _first;

    private CsvSource(Func<CsvReaderOptions, CsvReader> open, MappingFile mapping, string name)
    {
        _name = name;
        if (mapping.Delimiter is not [var separator] || !char.IsAscii(separator))
        {
            throw new CliException($"The mapping's delimiter must be one ASCII character, not '{mapping.Delimiter}'.", CliException.Usage);
        }

        _reader = open(new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = mapping.Header,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            MaxRecordSize = LongestRow,
            OnMalformedRecord = record => _malformed[record.LineNumber] = record.Reason,
        });
        try
        {
            Columns = ReadColumns(mapping);
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    /// <summary>The columns' names; numbers from 1 in a file without a header.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The line on which the current row begins, from 1.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>Columns that the current row has.</summary>
    public int Count => _reader.FieldCount;

    /// <summary>What is wrong with the current row's quotes, or null.</summary>
    public string? Malformed => _malformed.Count > 0 && _malformed.TryGetValue(_reader.LineNumber, out var reason) ? $"the quotes do not match ({reason})" : null;

    /// <summary>A column of the current row, from 0.</summary>
    public string this[int column] => _reader.GetString(column);

    /// <summary>Opens a file.</summary>
    /// <exception cref="CliException">It cannot be read, or is empty.</exception>
    public static CsvSource Open(string path, MappingFile mapping)
    {
        try
        {
            return new CsvSource(options => CsvReader.FromFile(path, options), mapping, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"Cannot read {path}: {exception.Message}", CliException.Usage);
        }
    }

    /// <summary>Reads text.</summary>
    /// <exception cref="CliException">It is empty.</exception>
    public static CsvSource FromText(string text, MappingFile mapping) => new(options => CsvReader.FromText(text, options), mapping, "text");

    /// <summary>Goes to the next row.</summary>
    /// <exception cref="CliException">The file is no CSV from here on.</exception>
    public bool Read()
    {
        if (_first)
        {
            _first = false;
            return true;
        }

        try
        {
            if (_malformed.Count > 0) _malformed.Remove(_reader.LineNumber);
            return _reader.Read();
        }
        catch (CsvFormatException exception)
        {
            throw new CliException($"{_name}, line {exception.LineNumber}: this is no CSV: {exception.Message}", CliException.Failed, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private string[] ReadColumns(MappingFile mapping)
    {
        if (!mapping.Header)
        {
            if (!Read()) throw new CliException($"{_name} is empty.");
            _first = true;
            return [.. Enumerable.Range(1, _reader.FieldCount).Select(static number => number.ToString(CultureInfo.InvariantCulture))];
        }

        var columns = _reader.Headers.Select(static column => column.Trim()).ToArray();
        if (columns.Length == 0) throw new CliException($"{_name} is empty.");
        var twice = columns.GroupBy(static column => column, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1);
        if (twice is not null)
        {
            throw new CliException($"{_name} has two columns named '{twice.Key}'; give the mapping \"header\": false, a filter against the first line, and use column numbers.");
        }

        return columns;
    }
}
