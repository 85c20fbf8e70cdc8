using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Orleans.Embedded.Generator;

/// <summary>How a grain method returns.</summary>
internal enum ReturnKind
{
    Task,
    TaskOfT,
    ValueTask,
    ValueTaskOfT,
}

/// <summary>A parameter of a grain method.</summary>
internal sealed record ParameterModel(string Type, string Name, bool IsCancellationToken);

/// <summary>A method of a grain interface.</summary>
internal sealed record MethodModel(
    string DeclaringType,
    string Name,
    ReturnKind Return,
    string? ResultType,
    string Options,
    EquatableArray<ParameterModel> Parameters);

/// <summary>A grain or observer interface.</summary>
internal sealed record InterfaceModel(string FullName, string Identifier, string Alias, bool IsObserver, EquatableArray<MethodModel> Methods);

/// <summary>Where something stands, kept without the syntax tree.</summary>
internal sealed record Place(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static Place? Of(ISymbol symbol)
    {
        foreach (var location in symbol.Locations)
        {
            if (location.SourceTree is { } tree)
                return new Place(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span);
        }

        return null;
    }

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}

/// <summary>Something that is wrong, and where.</summary>
internal sealed record Finding(string Id, Place? Place, EquatableArray<string> Arguments);

/// <summary>What was found in one declaration.</summary>
internal sealed record Declared(InterfaceModel? Interface, string? GrainClass, EquatableArray<Finding> Findings);
