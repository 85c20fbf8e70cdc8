using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The line joined or left a group, from the fact's time on.</summary>
public sealed record MembershipChanged : BusinessFact
{
    /// <summary>It left; else it joined, or its place in the group changed.</summary>
    public bool Left { get; init; }

    /// <summary>The group.</summary>
    public string GroupId { get; init; } = "";

    /// <summary>What kind of group.</summary>
    public GroupKind GroupKind { get; init; }

    /// <summary>Of the enterprise whose group it is.</summary>
    public EnterpriseClass EnterpriseClass { get; init; }

    /// <summary>One whom the group's stay depends on.</summary>
    public bool IsKeyMember { get; init; }

    public override FactKind Kind => FactKind.MembershipChanged;

    internal override bool Begins => !Left;

    internal static MembershipChanged Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Left = reader.Bool(),
        GroupId = reader.Text(),
        GroupKind = reader.Enum<GroupKind>(),
        EnterpriseClass = reader.OptionalEnum<EnterpriseClass>(),
        IsKeyMember = reader.Bool(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Bool(Left);
        writer.Text(GroupId);
        writer.Byte((byte)GroupKind);
        writer.Byte((byte)EnterpriseClass);
        writer.Bool(IsKeyMember);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Text("group_id", GroupId, 100, isRequired: true);
        check.Enum("group_kind", GroupKind);
        check.Enum("enterprise_class", EnterpriseClass, isOptional: true);
    }
}
