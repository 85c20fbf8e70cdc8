namespace Orleans;

/// <summary>The name by which a type, interface or method is known outside its assembly; it outlives renames.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method, AllowMultiple = true)]
public sealed class AliasAttribute : Attribute
{
    /// <summary>Gives the type or method its lasting name.</summary>
    public AliasAttribute(string alias) => Alias = alias;

    /// <summary>The lasting name.</summary>
    public string Alias { get; }
}
