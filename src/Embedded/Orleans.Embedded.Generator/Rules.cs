using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator;

/// <summary>
/// What the generator refuses. Where Orleans refuses or warns about the same, the message begins with Orleans' own number, so that
/// what builds here builds there.
/// </summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor ReturnType = Rule("OE0001", "Grain methods return tasks", "ORLEANS0009: {0} returns {1}; a grain method returns Task, Task<T>, ValueTask or ValueTask<T>");
    public static readonly DiagnosticDescriptor TokenLast = Rule("OE0002", "The CancellationToken is one, and last", "ORLEANS0109: {0} has its CancellationToken in another place than the last, or more than one");
    public static readonly DiagnosticDescriptor MissingAlias = Rule("OE0003", "What crosses a grain call has a lasting name", "ORLEANS0010: {0} has no [Alias]");
    public static readonly DiagnosticDescriptor MissingId = Rule("OE0004", "Members that are serialised have numbers", "ORLEANS0004: {0} is serialised but has no [Id]; give it one, or [NonSerialized] to its field");
    public static readonly DiagnosticDescriptor MissingSerializer = Rule("OE0005", "What crosses a grain call can be serialised", "{0} uses {1}, which has no [GenerateSerializer] and is no type that the serialiser knows");
    public static readonly DiagnosticDescriptor DuplicateId = Rule("OE0006", "Numbers of members are unique in their type", "ORLEANS0012: {0} uses [Id({1})] more than once");
    public static readonly DiagnosticDescriptor NoProperties = Rule("OE0007", "Grain interfaces have methods only", "ORLEANS0008: {0} is a property or an event; a grain interface has methods only");
    public static readonly DiagnosticDescriptor NoByRef = Rule("OE0008", "Arguments are values", "ORLEANS0002: parameter {1} of {0} is ref, out, in or a ref struct");
    public static readonly DiagnosticDescriptor NoGenerics = Rule("OE0009", "No generic grain interfaces, grain classes or grain methods", "{0} is generic, which the embedded host does not implement");
    public static readonly DiagnosticDescriptor InterleaveOnClass = Rule("OE0010", "How calls interleave is said in the interface", "ORLEANS0001: {0} has [{1}] in the grain class; it belongs on the method of the grain interface");
    public static readonly DiagnosticDescriptor DuplicateAlias = Rule("OE0011", "Names are unique", "ORLEANS0011: the alias \"{1}\" of {0} is used more than once");
    public static readonly DiagnosticDescriptor Inaccessible = Rule("OE0012", "The generator must be able to name grain interfaces", "{0} is private or protected; make it internal or public");
    public static readonly DiagnosticDescriptor GrainType = Rule("OE0013", "Grain classes have a lasting name", "{0} has no [GrainType]");
    public static readonly DiagnosticDescriptor AliasOnGrain = Rule("OE0014", "Grain classes are named by [GrainType]", "ORLEANS0013: {0} is a grain class; it takes neither [Alias] nor [GenerateSerializer]");

    private static readonly Dictionary<string, DiagnosticDescriptor> All = new();

    static Rules()
    {
        foreach (var rule in new[] { ReturnType, TokenLast, MissingAlias, MissingId, MissingSerializer, DuplicateId, NoProperties, NoByRef, NoGenerics, InterleaveOnClass, DuplicateAlias, Inaccessible, GrainType, AliasOnGrain })
            All.Add(rule.Id, rule);
    }

    public static DiagnosticDescriptor Get(string id) => All[id];

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Orleans.Embedded", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
