using CustomerGrains.V1;
using Google.Protobuf;

namespace CustomerGrains.Cli.Facts;

/// <summary>Facts as JSON, with the names of the protos.</summary>
internal static class FactJson
{
    internal static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    /// <summary>What happened, as people say it: <c>bill issued</c>.</summary>
    internal static string NameOf(Fact fact) =>
        Fact.Descriptor.Oneofs[0].Accessor.GetCaseFieldDescriptor(fact)?.Name.Replace('_', ' ') ?? "something that this version does not know";

    /// <exception cref="CliException">It is none; says where.</exception>
    internal static FactInput Read(string line, int number)
    {
        try
        {
            return JsonParser.Default.Parse<FactInput>(line);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or FormatException or OverflowException)
        {
            throw new CliException($"Line {number} is not a fact: {e.Message}");
        }
    }
}
