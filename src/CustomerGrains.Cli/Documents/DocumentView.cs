using System.Globalization;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Documents;

/// <summary>A version as it is shown.</summary>
/// <param name="Title">What it calls itself; null when it does not.</param>
/// <param name="Document">JSON; null in lists.</param>
/// <param name="CreateTime">Null of the built-in one.</param>
internal sealed record DocumentView(
    uint Version, bool Active, string? Title, string? Note, string? Document, string? CreateTime, string? Actor, string? Reason, IReadOnlyList<DocumentView.Activation> Activations)
{
    public static DocumentView Of(Policy policy) => new(
        policy.Version, policy.Active, null, Given(policy.Description), Given(policy.Document), Time(policy.CreateTime), Given(policy.Actor), Given(policy.Reason), Of(policy.Activations));

    public static DocumentView Of(Model model) => new(
        model.Version, model.Active, Given(model.ModelId), Given(model.Provenance), Given(model.Document), Time(model.CreateTime), Given(model.Actor), Given(model.Reason), Of(model.Activations));

    private static Activation[] Of(IEnumerable<DocumentActivation> activations) =>
        [.. activations.Select(static a => new Activation(Time(a.ActivateTime)!, a.PreviousVersion, Given(a.Actor), Given(a.Reason)))];

    private static string? Given(string text) => text.Length > 0 ? text : null;

    private static string? Time(Timestamp? time) => time?.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>It was put in force.</summary>
    internal sealed record Activation(string Time, uint PreviousVersion, string? Actor, string? Reason);
}
