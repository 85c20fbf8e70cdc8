using CustomerGrains.V1;

namespace CustomerGrains.Cli.Mapping;

/// <summary>Makes facts of a file's rows that link lines to customers and accounts.</summary>
internal sealed class CustomerLinkMapper : IRowMapper<FactInput>
{
    private readonly RowReader _reader = new();
    private readonly FactSources _fact;
    private readonly FieldSource? _customer, _account;

    /// <exception cref="CliException">The mapping does not fit the file; the message has every reason.</exception>
    public CustomerLinkMapper(MappingFile mapping, IReadOnlyList<string> columns)
    {
        var link = mapping.CustomerLink!;
        var fields = new TargetFields("customerLink", columns);
        _customer = fields.Require("customerId", link.CustomerId);
        _account = fields.Find("accountId", link.AccountId);
        _fact = new FactSources(mapping, fields, columns.Count, link.SubscriberId, link.SourceSystem, link.EventTime, link.Optional ? _customer : null);
        fields.ThrowIfAny();
    }

    /// <inheritdoc/>
    public RowError Error => _reader.Error;

    /// <inheritdoc/>
    public RowOutcome TryMap(CsvSource row, out FactInput item) => _fact.TryMap(_reader, row, out item, fact => fact.CustomerLinked = new CustomerLinked
    {
        CustomerId = _reader.Id(_customer),
        AccountId = _account is null || _reader.Text(_account) is null ? "" : _reader.Id(_account),
    });
}
