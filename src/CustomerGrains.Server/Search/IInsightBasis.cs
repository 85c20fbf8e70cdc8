using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Server.Search;

/// <summary>What classes are derived with just now.</summary>
public interface IInsightBasis
{
    Policy Policy { get; }

    uint PolicyVersion { get; }

    InsightOptions Options { get; }
}
