using CustomerGrains.Domain.Parties;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Time;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using PartyField = CustomerGrains.Domain.Parties.PartyField;
using PartyKind = CustomerGrains.Domain.Parties.PartyKind;
using PartyValue = CustomerGrains.Domain.Parties.PartyValue;

namespace CustomerGrains.Server.Parties;

/// <summary>What callers send about parties, checked: the first thing that is wrong is INVALID_ARGUMENT with the path of its field. Values are
/// never repeated: they are personal, and errors are logged.</summary>
internal static class PartyRequests
{
    internal static PartyKind Kind(V1.PartyKind kind) => Enum.IsDefined((PartyKind)kind) && kind != V1.PartyKind.Unspecified
        ? (PartyKind)kind
        : throw Errors.InvalidArgument("kind", "is missing, or not known; give customer, account, group or prospect.");

    internal static PartyDescription Description(DescribePartyRequest request, IBusinessClock clock)
    {
        var kind = Kind(request.Kind);
        Arguments.CheckId("party_id", request.PartyId);
        Arguments.CheckId("source_system", request.SourceSystem, FactCheck.MaxIdBytes);
        Arguments.CheckText("request_id", request.RequestId, Arguments.MaxRequestIdBytes);
        var time = Arguments.Time("event_time", request.EventTime);
        if (time < 0) throw Errors.InvalidArgument("event_time", "is before the year 1970.");
        if (clock.Judge(time * 1_000) == TimeVerdict.TooNew) throw Errors.InvalidArgument("event_time", "is more than 24 hours ahead; say it when it is so.");
        if (request.Attributes.Count == 0) throw Errors.InvalidArgument("attributes", "is empty; say at least one thing.");
        var values = new Dictionary<PartyField, PartyValue>();
        for (var i = 0; i < request.Attributes.Count; i++)
        {
            var attribute = request.Attributes[i];
            var rule = PartyFields.Find(kind, (PartyField)Math.Clamp((int)attribute.Field, 0, byte.MaxValue))
                ?? throw Errors.InvalidArgument($"attributes[{i}].field", $"is no field of a {PartyKinds.NameOf(kind)}; it has {string.Join(", ", PartyFields.Of(kind).Select(static r => r.Field))}.");
            if (!values.TryAdd(rule.Field, Value($"attributes[{i}].value", rule, attribute.Value))) throw Errors.InvalidArgument($"attributes[{i}].field", "is there twice; say each field once.");
        }
        return new PartyDescription("", request.SourceSystem, time, [.. values]);
    }

    private static PartyValue Value(string field, PartyFieldRule rule, V1.PartyValue? message)
    {
        if (message is null || message.ValueCase == V1.PartyValue.ValueOneofCase.None) throw Errors.InvalidArgument(field, "is missing; give one, or withdrawn.");
        if (message.ValueCase == V1.PartyValue.ValueOneofCase.Withdrawn)
            return message.Withdrawn ? PartyValue.None : throw Errors.InvalidArgument(field, "is not withdrawn, and nothing else; give a value.");
        var value = (message.ValueCase, rule.Type) switch
        {
            (V1.PartyValue.ValueOneofCase.Text, PartyValueType.Text or PartyValueType.Reference) => PartyValue.Of(message.Text),
            (V1.PartyValue.ValueOneofCase.Text, PartyValueType.Choice) => PartyValue.Of(rule.Choices.FirstOrDefault(c => c.Name == message.Text).Number),
            (V1.PartyValue.ValueOneofCase.Number, PartyValueType.Number or PartyValueType.Money) => PartyValue.Of(message.Number),
            (V1.PartyValue.ValueOneofCase.Flag, PartyValueType.Flag) => PartyValue.Of(message.Flag),
            (V1.PartyValue.ValueOneofCase.Time, PartyValueType.Time) => PartyValue.Of(Arguments.Time(field, message.Time)),
            (V1.PartyValue.ValueOneofCase.Texts, PartyValueType.Texts) => PartyValue.Of(message.Texts.Values),
            _ => throw Errors.InvalidArgument(field, $"is not of the type of {rule.Field}; give {NameOf(rule.Type)}."),
        };
        return rule.ProblemOf(value) is { } problem ? throw Errors.InvalidArgument(field, problem) : value;
    }

    /// <summary>As the message calls it.</summary>
    private static string NameOf(PartyValueType type) => type switch
    {
        PartyValueType.Number or PartyValueType.Money => "number",
        PartyValueType.Flag => "flag",
        PartyValueType.Time => "time",
        PartyValueType.Texts => "texts",
        _ => "text",
    };
}
