using System.Globalization;
using CustomerGrains.Cli.Facts;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Query;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Watch;

/// <summary>For people: time, what changed, and behind the bar what it comes to.</summary>
internal sealed class WatchText(TextWriter output) : IWatchOutput
{
    /// <inheritdoc/>
    public void Write(SubscriberStateEvent state)
    {
        var subscriber = state.State;
        var who = string.Join(", ", new[] { subscriber.Brand, subscriber.Plan, subscriber.Region }.Where(static text => text.Length > 0));
        output.WriteLine($"{Time(subscriber.UpdateTime)}  {subscriber.SubscriberId}  {who}, version {subscriber.Version}  |  {Totals(subscriber)}");
    }

    /// <inheritdoc/>
    public void Write(SubscriberChangeEvent change, Subscriber after) =>
        output.WriteLine($"{Time(change.Change.Time)}  {string.Join("; ", change.Change.Facts.Select(Of))}  |  {Totals(after)}");

    private static string Of(ClassesChanged classes) =>
        $"now {classes.Stars} stars, value {Name(classes.Value)}, retention {Name(classes.Retention)}, stage {Name(classes.Stage)}, churn risk {Name(classes.ChurnBand)}";

    private static string Name<T>(T value) where T : struct, System.Enum => value.ToString() is var name and not "Unspecified" ? string.Concat(name.Select(static (c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString())) : "not known";

    private static string Totals(Subscriber subscriber) => subscriber.Months.LastOrDefault() is { } month ? Of(month) : "no usage yet";

    private static string Of(SubscriberFact fact) => fact.FactCase switch
    {
        SubscriberFact.FactOneofCase.Usage => Of(fact.Usage),
        SubscriberFact.FactOneofCase.Profile => $"known as {string.Join(", ", new[] { fact.Profile.Brand, fact.Profile.Plan, fact.Profile.Region }.Where(static text => text.Length > 0))}",
        SubscriberFact.FactOneofCase.NumberAssigned => Of(fact.NumberAssigned),
        SubscriberFact.FactOneofCase.BusinessFact => $"{FactJson.NameOf(fact.BusinessFact)} of {Time(fact.BusinessFact.EventTime)}, says {fact.BusinessFact.SourceSystem}",
        SubscriberFact.FactOneofCase.ClassesChanged => Of(fact.ClassesChanged),
        _ => "something that this version does not know",
    };

    private static string Of(UsageRecord usage)
    {
        var what = $"{Names.Of(usage.Service)} {Names.Of(WatchedUsage.DirectionOf(usage))}";
        var much = usage.Service switch
        {
            Service.Voice => $"{usage.DurationSeconds} s",
            Service.Data or Service.Mms => $"{Terminal.Megabytes(WatchedUsage.Octets(usage))} MB",
            _ => "",
        };
        var whom = usage.OtherParty.Length == 0 ? "" : WatchedUsage.DirectionOf(usage) == Direction.Incoming ? $"from {usage.OtherParty}" : $"to {usage.OtherParty}";
        return string.Join(' ', new[] { usage.ReversalOf.Length > 0 ? $"takes back {usage.ReversalOf}:" : "", what, much, whom, $"of {Time(usage.StartTime)}" }.Where(static text => text.Length > 0));
    }

    private static string Of(NumberAssignment assigned) =>
        $"number {(assigned.Msisdn.Length > 0 ? assigned.Msisdn : assigned.Imsi)} is {(assigned.SubscriberId.Length > 0 ? assigned.SubscriberId + "'s" : "nobody's")} from {Time(assigned.StartTime)}{(assigned.EndTime is null ? "" : $" to {Time(assigned.EndTime)}")}";

    private static string Of(MonthUsage month)
    {
        ServiceUsage Sum(Service service) => UsageSums.Of(month.Services.Where(usage => usage.Service == service));
        var (voice, sms, data) = (Sum(Service.Voice), Sum(Service.Sms), Sum(Service.Data));
        return string.Create(CultureInfo.InvariantCulture, $"{month.Month}: {voice.Count:N0} calls {voice.BilledMinutes:N0} min, {sms.Count:N0} messages, {data.Count:N0} sessions {Terminal.Megabytes(data.Octets)} MB");
    }

    private static string Time(Timestamp? time) => time?.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "never";
}
