namespace Orleans;

/// <summary>The type may cross a grain call or be stored as grain state; each of its fields and properties says its number with <see cref="IdAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute;
