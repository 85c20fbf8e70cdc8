namespace CustomerGrains.Interop.Tests.Matrix;

/// <summary>A column: a client library, in its own language.</summary>
internal interface IMatrixClient
{
    string Name { get; }

    /// <summary>Tries every feature against the servers.</summary>
    Task<IReadOnlyList<Cell>> RunAsync(Settings settings);
}
