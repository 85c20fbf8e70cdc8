using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Grains.Versions;

/// <summary>The rules in force, from the process's memory: asking costs nothing.</summary>
public interface IRuleBookSource
{
    /// <summary>Whole, and the same object until something else is activated. Ask once per turn or answer, so that it goes by one rule book.</summary>
    RuleBook Current { get; }
}
