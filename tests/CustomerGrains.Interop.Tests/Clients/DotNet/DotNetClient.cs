using CustomerGrains.Interop.Tests.Matrix;
using Grpc.Net.Client;

namespace CustomerGrains.Interop.Tests.Clients.DotNet;

/// <summary>The .NET client of this host: Grpc.Embedded's, or Grpc.Net.Client itself.</summary>
internal sealed class DotNetClient : IMatrixClient
{
    // Only a hang comes to it.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly IReadOnlyDictionary<string, Func<Run, Task>>[] Groups =
    [
        CallFeatures.All, MetadataFeatures.All, ErrorFeatures.All, LimitFeatures.All, ConnectionFeatures.All, StandardFeatures.All, ProductFeatures.All,
    ];

    public string Name => ".NET " + typeof(GrpcChannel).Assembly.GetName().Name;

    public async Task<IReadOnlyList<Cell>> RunAsync(Settings settings)
    {
        var cells = new List<Cell>();
        foreach (var (feature, test) in Groups.SelectMany(g => g)) cells.Add(await TryAsync(feature, test, settings));
        return cells;
    }

    private static async Task<Cell> TryAsync(string feature, Func<Run, Task> test, Settings settings)
    {
        if (settings.NotApplicable.TryGetValue(feature, out var reason)) return new Cell(feature, Cell.NotApplicable, reason);
        using var run = new Run(settings);
        try
        {
            await test(run).WaitAsync(Limit);
            return new Cell(feature, Cell.Passed, "");
        }
        catch (Exception e)
        {
            return new Cell(feature, Cell.Failed, e.ToString());
        }
    }
}
