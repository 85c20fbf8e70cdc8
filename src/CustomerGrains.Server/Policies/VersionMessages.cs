using CustomerGrains.Domain.Documents;
using CustomerGrains.Grains.Versions;
using CustomerGrains.V1;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Policies;

/// <summary>Versions and what is said of documents, as messages.</summary>
internal static class VersionMessages
{
    internal static V1.Policy ToPolicy(VersionEntry entry, uint active, string? text)
    {
        var message = new V1.Policy
        {
            Version = entry.Info.Number,
            Active = entry.Info.Number == active,
            Description = entry.Info.Note,
            CreateTime = CreateTime(entry.Info),
            Actor = entry.Info.Actor,
            Reason = entry.Info.Reason,
        };
        if (text is not null) message.Document = DocumentKinds.Policy.Indent(text);
        AddActivations(message.Activations, entry);
        return message;
    }

    internal static Model ToModel(VersionEntry entry, uint active, string? text)
    {
        var message = new Model
        {
            Version = entry.Info.Number,
            Active = entry.Info.Number == active,
            ModelId = entry.Info.Title,
            Provenance = entry.Info.Note,
            CreateTime = CreateTime(entry.Info),
            Actor = entry.Info.Actor,
            Reason = entry.Info.Reason,
        };
        if (text is not null) message.Document = DocumentKinds.ChurnFormula.Indent(text);
        AddActivations(message.Activations, entry);
        return message;
    }

    /// <summary>Without the cuts themselves.</summary>
    internal static PopulationCuts ToPopulationCuts(VersionEntry entry, uint active) => new()
    {
        Version = entry.Info.Number,
        Active = entry.Info.Number == active,
        Day = entry.Info.Title,
        CreateTime = CreateTime(entry.Info),
    };

    internal static IEnumerable<V1.DocumentProblem> ToMessages(IEnumerable<Domain.Documents.DocumentProblem> problems) =>
        problems.Select(static p => new V1.DocumentProblem { Path = p.Path, Problem = p.Problem, Remedy = p.Remedy });

    internal static IEnumerable<V1.DocumentChange> ToMessages(IEnumerable<Domain.Documents.DocumentChange> changes) => changes.Select(static c =>
    {
        var message = new V1.DocumentChange { Path = c.Path };
        if (c.Before is not null) message.Before = c.Before;
        if (c.After is not null) message.After = c.After;
        return message;
    });

    /// <summary>Nobody made the built-in one.</summary>
    private static Timestamp? CreateTime(VersionInfo info) => info.Number == DocumentKind.BuiltInVersion ? null : Time(info.CreateTime);

    private static void AddActivations(RepeatedField<DocumentActivation> activations, VersionEntry entry) => activations.Add(entry.Activations.Select(static a =>
        new DocumentActivation { ActivateTime = Time(a.Time), PreviousVersion = a.Previous, Actor = a.Actor, Reason = a.Reason }));

    private static Timestamp Time(long milliseconds) => Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
