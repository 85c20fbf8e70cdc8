using CustomerGrains.V1;
using Google.Protobuf.Reflection;

namespace CustomerGrains.Server.Facts;

/// <summary>Names of facts' kinds: the fields of Fact's oneof, whose numbers are those of the kinds.</summary>
internal static class FactTexts
{
    private static readonly OneofDescriptor Kinds = Fact.Descriptor.Oneofs[0];

    internal static IEnumerable<string> Names => Kinds.Fields.Select(f => f.Name);

    internal static bool TryParse(string name, out Domain.Facts.FactKind kind)
    {
        var field = Kinds.Fields.FirstOrDefault(f => f.Name == name);
        kind = (Domain.Facts.FactKind)(field?.FieldNumber ?? 0);
        return field is not null;
    }

    /// <summary>The name of the fact that the message has; empty without one.</summary>
    internal static string NameOf(Fact message) => Kinds.Fields.FirstOrDefault(f => f.FieldNumber == (int)message.FactCase)?.Name ?? "";
}
