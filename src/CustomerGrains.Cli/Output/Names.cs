using System.Text.Json;

namespace CustomerGrains.Cli.Output;

/// <summary>The protocol's enum values as they stand in output: number_not_held, voice, outgoing.</summary>
internal static class Names
{
    /// <summary>The value's name in snake case.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
