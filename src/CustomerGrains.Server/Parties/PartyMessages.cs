using CustomerGrains.Domain.Parties;
using CustomerGrains.Server.Facts;
using CustomerGrains.Server.Insights;
using CustomerGrains.V1;
using PartyValue = CustomerGrains.Domain.Parties.PartyValue;

namespace CustomerGrains.Server.Parties;

/// <summary>A party as callers get it.</summary>
internal static class PartyMessages
{
    /// <param name="policyVersion">Of the policy that the view is by.</param>
    internal static Party ToMessage(PartyState state, PartyView view, uint policyVersion) => new()
    {
        Kind = (V1.PartyKind)state.Kind,
        PartyId = state.Id,
        Fields = { view.Fields.Select(ToMessage) },
        Completeness = view.Completeness,
        MissingFields = { view.Missing.Select(static field => (V1.PartyField)field) },
        Conflicts = (uint)view.Fields.Count(static field => field.IsConflict),
        OldestValueTime = FactMessages.TimeOf(view.Oldest),
        NewestValueTime = FactMessages.TimeOf(view.Newest),
        MergedInto = state.MergedInto,
        AbsorbedIds = { state.Absorbed },
        Version = state.Version,
        UpdateTime = InsightMessages.ToTime(state.Now),
        PolicyVersion = policyVersion,
    };

    private static PartyFieldState ToMessage(PartyFieldView field) => new()
    {
        Field = (V1.PartyField)field.Rule.Field,
        Value = field.Winner is { } winner ? ToMessage(winner, field.Rule) : null,
        Others = { field.Others.Select(other => ToMessage(other, field.Rule)) },
        Conflict = field.IsConflict,
    };

    private static SourcedValue ToMessage(PartyStatement statement, PartyFieldRule rule) => new()
    {
        Value = ToMessage(statement.Value, rule),
        SourceSystem = statement.Source,
        EventTime = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = statement.Time },
        AboutId = statement.About,
    };

    private static V1.PartyValue ToMessage(PartyValue value, PartyFieldRule rule) => rule.Type switch
    {
        _ when value.IsNone => new V1.PartyValue { Withdrawn = true },
        PartyValueType.Number or PartyValueType.Money => new V1.PartyValue { Number = value.Number },
        PartyValueType.Flag => new V1.PartyValue { Flag = value.Flag },
        PartyValueType.Time => new V1.PartyValue { Time = FactMessages.TimeOf(value.Number) },
        PartyValueType.Choice => new V1.PartyValue { Text = rule.Choices.First(c => c.Number == value.Number).Name },
        PartyValueType.Texts => new V1.PartyValue { Texts = new TextList { Values = { value.Texts } } },
        _ => new V1.PartyValue { Text = value.Text },
    };
}
