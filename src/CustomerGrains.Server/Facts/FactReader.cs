using CustomerGrains.Domain.Relationships;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Facts;

/// <summary>Facts that callers send, checked: the first thing that is wrong is INVALID_ARGUMENT with the path of its field.</summary>
internal static class FactReader
{
    private static readonly string[] Header = ["event_time", "source_system", "id"];

    /// <param name="field">Path of the message in the request: <c>facts[3].fact</c>.</param>
    internal static BusinessFact Read(string field, Fact? message)
    {
        if (message is null) throw Errors.InvalidArgument(field, "is missing; give a fact.");
        if (message.EventTime is null) throw Errors.InvalidArgument(field + ".event_time", "is missing; give a time.");
        var fact = FactMessages.ToFact(message) ?? throw Errors.InvalidArgument(field + ".fact", "is missing, or of a kind that this server does not know; give one of the kinds of Fact.");
        var check = fact.Check();
        if (check.Field is not { } wrong) return fact;
        throw Errors.InvalidArgument(Header.Contains(wrong) ? $"{field}.{wrong}" : $"{field}.{FactTexts.NameOf(message)}.{wrong}", check.Problem);
    }
}
