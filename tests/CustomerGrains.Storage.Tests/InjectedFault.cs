namespace CustomerGrains.Storage.Tests;

/// <summary>What a test made the store throw.</summary>
public sealed class InjectedFault : Exception
{
    public InjectedFault(FaultPoint point) : base($"Injected at {point}.")
    {
    }
}
