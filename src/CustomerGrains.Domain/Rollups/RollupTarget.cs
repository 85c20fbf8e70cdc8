using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Relationships;

namespace CustomerGrains.Domain.Rollups;

/// <summary>A customer, an account or a group that lines name. As bytes: byte kind, text id.</summary>
/// <param name="Id">What facts call it.</param>
public readonly record struct RollupTarget(RollupKind Kind, string Id)
{
    /// <summary>Id of its roll-up as an entity: <c>customer:c-17</c>.</summary>
    public string EntityId => Kind switch
    {
        RollupKind.Customer => "customer:" + Id,
        RollupKind.Account => "account:" + Id,
        RollupKind.Group => "group:" + Id,
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "There is no roll-up of this kind."),
    };

    public void WriteTo(ByteWriter writer)
    {
        writer.Byte((byte)Kind);
        writer.Text(Id);
    }

    /// <exception cref="CorruptDataException">Damaged.</exception>
    public static RollupTarget Read(ref ByteReader reader) => new(reader.Enum<RollupKind>(), reader.Text());
}
