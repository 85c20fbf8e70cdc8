namespace CustomerGrains.Wire.Tests.Neighbours;

/// <summary>Somebody who does nothing wrong and must notice nothing.</summary>
internal interface INeighbour : IDisposable
{
    /// <summary>One call, or one batch, and its answer checked.</summary>
    Task StepAsync();
}
