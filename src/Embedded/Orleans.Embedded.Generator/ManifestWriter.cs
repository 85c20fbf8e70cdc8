using System.Collections.Generic;
using System.Text;

namespace Orleans.Embedded.Generator;

/// <summary>Writes the manifest of an assembly.</summary>
internal static class ManifestWriter
{
    public static string Write(string assembly, IReadOnlyList<InterfaceModel> interfaces, IReadOnlyList<string> classes)
    {
        var name = "GrainManifest_" + ProxyWriter.Identifier(assembly);
        var text = new StringBuilder(ProxyWriter.Header);
        text.Append("[assembly: global::Orleans.Embedded.GrainManifestAttribute(typeof(global::Orleans.Embedded.Generated.").Append(name).Append("))]\n\n");
        text.Append("namespace Orleans.Embedded.Generated\n{\n");
        text.Append("    ").Append(ProxyWriter.Attributes).Append("\n");
        text.Append("    internal sealed class ").Append(name).Append(" : global::Orleans.Embedded.GrainManifest\n    {\n");
        text.Append("        public override global::System.Collections.Generic.IReadOnlyList<global::Orleans.Embedded.GrainInterfaceEntry> Interfaces { get; } = new global::Orleans.Embedded.GrainInterfaceEntry[]\n        {\n");
        foreach (var item in interfaces)
            text.Append("            new(typeof(").Append(item.FullName).Append("), ").Append(ProxyWriter.Literal(item.Alias)).Append(", static (binding, key) => new ").Append(item.Identifier).Append("(binding, key)),\n");
        text.Append("        };\n\n");
        text.Append("        public override global::System.Collections.Generic.IReadOnlyList<global::System.Type> Classes { get; } = new global::System.Type[]\n        {\n");
        foreach (var item in classes)
            text.Append("            typeof(").Append(item).Append("),\n");
        return text.Append("        };\n    }\n}\n").ToString();
    }
}
