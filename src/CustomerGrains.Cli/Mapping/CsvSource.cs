using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace CustomerGrains.Cli.Mapping;

/// <summary>A CSV file, row by row, with the line numbers that an editor shows.</summary>
internal sealed class CsvSource : IDisposable
{
    private readonly CsvParser _parser;
    private readonly string _name;

    /// <summary>Begins to read; the header is read at once.</summary>
    /// <exception cref="CliException">The file is empty, or names a column twice.</exception>
    public CsvSource(TextReader reader, MappingFile mapping, string name)
    {
        _name = name;
        _parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = mapping.Delimiter,
            HasHeaderRecord = mapping.Header,
            BufferSize = 64 * 1024,
            ProcessFieldBufferSize = 4096,
        });
        if (!Read()) throw new CliException($"{name} is empty.");
        Columns = mapping.Header
            ? [.. _parser.Record!.Select(static column => column.Trim())]
            : [.. Enumerable.Range(1, _parser.Count).Select(static number => number.ToString(CultureInfo.InvariantCulture))];
        _first = !mapping.Header;
        if (Columns.GroupBy(static column => column, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw new CliException($"{name} has two columns named '{twice.Key}'; give the mapping \"header\": false and use column numbers.");
        }
    }

    /// <summary>Without a header the first row was read to count the columns, and is still to be given out.</summary>
    private bool _first;

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The line on which the current row begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Columns that the current row has.</summary>
    public int Count => _parser.Count;

    /// <summary>A column of the current row, from 0.</summary>
    public string this[int column] => _parser[column];

    /// <summary>Opens a file.</summary>
    /// <exception cref="CliException">It cannot be read, or is empty.</exception>
    public static CsvSource Open(string path, MappingFile mapping)
    {
        try
        {
            return new CsvSource(new StreamReader(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 << 16 }), mapping, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"Cannot read {path}: {exception.Message}", CliException.Usage);
        }
    }

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
            Line = _parser.RawRow + 1;
            return _parser.Read();
        }
        catch (CsvHelperException exception)
        {
            throw new CliException($"{_name}, line {Line}: this is no CSV with '{_parser.Delimiter}' between columns: {exception.Message.Split('\n')[0]}", CliException.Failed, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _parser.Dispose();
}
