namespace CustomerGrains.Wire.Tests;

/// <summary>One way of doing damage. Each worker has one of its own, and with it a random number generator: what is sent depends on the
/// seed alone.</summary>
internal interface IFuzzLevel : IDisposable
{
    /// <summary>In the table of answers.</summary>
    string Name { get; }

    /// <summary>What was sent last, for a report.</summary>
    string Sent { get; }

    /// <summary>Sends something and takes the answer.</summary>
    /// <returns>What the answer is, in few words.</returns>
    /// <exception cref="UnexpectedAnswerException">No server of gRPC answers so.</exception>
    Task<string> ExchangeAsync(CancellationToken cancellationToken);

    /// <summary>Lets go of what it holds of the server.</summary>
    void Rest();
}
