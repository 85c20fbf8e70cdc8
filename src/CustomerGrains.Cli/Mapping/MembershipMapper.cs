using CustomerGrains.V1;

namespace CustomerGrains.Cli.Mapping;

/// <summary>Makes facts of a file's rows by which lines join and leave groups.</summary>
internal sealed class MembershipMapper : IRowMapper<FactInput>
{
    private readonly RowReader _reader = new();
    private readonly FactSources _fact;
    private readonly FieldSource? _group, _kind, _class, _key, _left;

    /// <exception cref="CliException">The mapping does not fit the file; the message has every reason.</exception>
    public MembershipMapper(MappingFile mapping, IReadOnlyList<string> columns)
    {
        var member = mapping.Membership!;
        var fields = new TargetFields("membership", columns);
        _group = fields.Require("groupId", member.GroupId);
        _kind = fields.Require("groupKind", member.GroupKind);
        _class = fields.Find("enterpriseClass", member.EnterpriseClass);
        _key = fields.Find("keyMember", member.KeyMember);
        _left = fields.Find("left", member.Left);
        _fact = new FactSources(mapping, fields, columns.Count, member.SubscriberId, member.SourceSystem, member.EventTime, member.Optional ? _group : null);
        fields.ThrowIfAny();
    }

    /// <inheritdoc/>
    public RowError Error => _reader.Error;

    /// <inheritdoc/>
    public RowOutcome TryMap(CsvSource row, out FactInput item) => _fact.TryMap(_reader, row, out item, fact => fact.MembershipChanged = new MembershipChanged
    {
        GroupId = _reader.Id(_group),
        GroupKind = _reader.Value<GroupKind>(_kind, ValueParsers.TryEnum, "family, enterpriseVpn, community or club", required: true) ?? default,
        EnterpriseClass = _reader.Value<EnterpriseClass>(_class, ValueParsers.TryEnum, "A, B or other") ?? default,
        KeyMember = _reader.Value<bool>(_key, ValueParsers.TryBoolean, "true or false") ?? false,
        Left = _reader.Value<bool>(_left, ValueParsers.TryBoolean, "true or false") ?? false,
    });
}
