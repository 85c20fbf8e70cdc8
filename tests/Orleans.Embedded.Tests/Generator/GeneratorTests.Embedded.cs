using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Orleans.Embedded.Generator;

namespace Orleans.Embedded.Tests.Generator;

/// <summary>What the generator writes, and what it refuses.</summary>
public sealed class GeneratorTests
{
    private const string Usings = "#nullable enable\nusing System; using System.Threading; using System.Threading.Tasks; using System.Collections.Generic; using Orleans; using Orleans.Concurrency; using Orleans.Runtime;\n";

    [Fact]
    public void What_it_writes_compiles_without_a_warning()
    {
        var (findings, compiled) = Run("""
            namespace A.B;
            [Alias("IBase")] public interface IBase : IGrainWithStringKey { [Alias("M")] Task M(string? text, int[]? numbers = null); }
            public static class Outer
            {
                [Alias("IFoo")] internal interface IFoo : IBase
                {
                    [Alias("V")] ValueTask V(CancellationToken cancellationToken = default);
                    [Alias("R"), ReadOnly] ValueTask<(string? Name, int Count)> R(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
                    [Alias("T"), AlwaysInterleave] Task<List<string?>?> T(IFoo other, Dictionary<string, Guid?> map, params string[] rest);
                    [Alias("Overload1")] Task Overload(int @class);
                    [Alias("Overload2")] Task Overload(string @class);
                }
                [Alias("ISee")] public interface ISee : IGrainObserver { [Alias("S")] Task S(int a); }
                [GrainType("foo")] internal sealed class Foo : Grain, IFoo
                {
                    public Task M(string? text, int[]? numbers) => Task.CompletedTask;
                    public ValueTask V(CancellationToken cancellationToken) => default;
                    public ValueTask<(string? Name, int Count)> R(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => default;
                    public Task<List<string?>?> T(IFoo other, Dictionary<string, Guid?> map, params string[] rest) => Task.FromResult<List<string?>?>(null);
                    public Task Overload(int @class) => Task.CompletedTask;
                    public Task Overload(string @class) => Task.CompletedTask;
                }
            }
            """);
        Assert.Empty(findings);
        Assert.Empty(compiled);
    }

    [Theory]
    [InlineData("OE0001", "[Alias(\"I\")] public interface I : IGrainWithStringKey { [Alias(\"M\")] void M(); }")]
    [InlineData("OE0001", "[Alias(\"I\")] public interface I : IGrainWithStringKey { [Alias(\"M\")] int M(); }")]
    [InlineData("OE0002", "[Alias(\"I\")] public interface I : IGrainWithStringKey { [Alias(\"M\")] Task M(CancellationToken c, int a); }")]
    [InlineData("OE0003", "public interface I : IGrainWithStringKey { [Alias(\"M\")] Task M(); }")]
    [InlineData("OE0003", "[Alias(\"I\")] public interface I : IGrainWithStringKey { Task M(); }")]
    [InlineData("OE0003", "[GenerateSerializer] public sealed class C { }")]
    [InlineData("OE0004", "[GenerateSerializer, Alias(\"C\")] public sealed class C { public int A { get; set; } }")]
    [InlineData("OE0004", "[GenerateSerializer, Alias(\"C\")] public sealed class C { private readonly int _a = 1; public int A => _a; }")]
    [InlineData("OE0005", "public class X; [Alias(\"I\")] public interface I : IGrainWithStringKey { [Alias(\"M\")] Task M(X x); }")]
    [InlineData("OE0005", "public class X; [Alias(\"I\")] public interface I : IGrainWithStringKey { [Alias(\"M\")] Task<List<X[]>> M(); }")]
    [InlineData("OE0005", "public class X; [GenerateSerializer, Alias(\"C\")] public sealed class C { [Id(0)] public X? A { get; set; } }")]
    [InlineData("OE0006", "[GenerateSerializer, Alias(\"C\")] public sealed class C { [Id(0)] public int A { get; set; } [Id(0)] public int B { get; set; } }")]
    [InlineData("OE0007", "[Alias(\"I\")] public interface I : IGrainWithStringKey { int P { get; } }")]
    [InlineData("OE0008", "[Alias(\"I\")] public interface I : IGrainWithStringKey { [Alias(\"M\")] Task M(ref int a); }")]
    [InlineData("OE0009", "[Alias(\"I\")] public interface I<T> : IGrainWithStringKey { }")]
    [InlineData("OE0009", "[Alias(\"I\")] public interface I : IGrainWithStringKey { [Alias(\"M\")] Task M<T>(T a); }")]
    [InlineData("OE0010", "[GrainType(\"g\")] public class G : Grain, IGrainWithStringKey { [ReadOnly] public Task M() => Task.CompletedTask; }")]
    [InlineData("OE0011", "[Alias(\"I\")] public interface I : IGrainWithStringKey { [Alias(\"M\")] Task M(); [Alias(\"M\")] Task N(); }")]
    [InlineData("OE0012", "public class O { [Alias(\"I\")] private interface I : IGrainWithStringKey { } }")]
    [InlineData("OE0013", "public class G : Grain, IGrainWithStringKey { }")]
    [InlineData("OE0014", "[GrainType(\"g\"), Alias(\"g\")] public class G : Grain, IGrainWithStringKey { }")]
    public void What_Orleans_would_refuse_is_refused(string rule, string source)
    {
        var (findings, _) = Run(source);
        Assert.Equal([rule], findings.Select(f => f.Id));
        Assert.All(findings, f => Assert.Equal(DiagnosticSeverity.Error, f.Severity));
        Assert.All(findings, f => Assert.NotEqual(Location.None, f.Location));
    }

    [Theory]
    [InlineData("[GenerateSerializer, Alias(\"C\")] public sealed record C(int A, string B) { [Id(0)] public int D { get; init; } public int E => A; }")]
    [InlineData("[GenerateSerializer, Alias(\"C\")] public readonly record struct C([property: Id(0)] int A);")]
    [InlineData("[GenerateSerializer, Alias(\"C\")] public sealed class C { [Id(0)] private readonly int _a = 1; [NonSerialized] private int _b; public int A => _a + _b++; public const int D = 1; public static int E; }")]
    [InlineData("[GenerateSerializer, Alias(\"E\")] public enum E { A, B }")]
    [InlineData("public interface IPlain { int P { get; } }")]
    public void What_Orleans_takes_is_taken(string source) => Assert.Empty(Run(source).Findings);

    [Fact]
    public void Nothing_is_written_anew_when_something_else_changed()
    {
        var compilation = Compilation("[Alias(\"I\")] public interface I : IGrainWithStringKey { [Alias(\"M\")] Task M(); }");
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new GrainGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);
        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other;")));
        var outputs = driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs);
        Assert.All(outputs, output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static (IReadOnlyList<Diagnostic> Findings, IReadOnlyList<Diagnostic> Compiled) Run(string source)
    {
        var compilation = Compilation(source);
        CSharpGeneratorDriver.Create(new GrainGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var result, out var findings);
        return (findings, [.. result.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning)]);
    }

    private static CSharpCompilation Compilation(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(Grain).Assembly.Location).Distinct().Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            "Sample",
            [CSharpSyntaxTree.ParseText(Usings + source, new CSharpParseOptions(LanguageVersion.Latest))],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
