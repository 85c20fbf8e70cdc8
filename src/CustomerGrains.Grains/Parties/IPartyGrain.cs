using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Parties;

/// <summary>A customer, an account, a group or a prospect; the grain's key is its entity's, <c>customer/c-1</c>. It keeps what source systems
/// say, and passes it on when it was merged into another.</summary>
[Alias("cg.IPartyGrain")]
public interface IPartyGrain : IEffectOrigin, IEffectTarget
{
    /// <summary>Takes what a source system says. When it returns, whoever the party was merged into has it on disk; the rest is the receipt's
    /// ticket.</summary>
    /// <exception cref="EntityUnavailableException">Call again with the same request id.</exception>
    [Alias("Describe")]
    Task<DescribeReceipt> Describe(DescribeCommand command, CancellationToken cancellationToken = default);
}
