using CustomerGrains.Client;

namespace CustomerGrains.Cli.Documents;

/// <summary>A kind of versioned document as the command line calls it.</summary>
/// <param name="Name">The command: <c>policy</c>.</param>
/// <param name="Is">What it is, in a phrase.</param>
/// <param name="Connect">Its service.</param>
internal sealed record DocumentNoun(string Name, string Is, Func<CustomerGrainsClient, IDocumentClient> Connect)
{
    public static DocumentNoun Policy { get; } = new("policy", "the policy: every threshold, weight and rule", static client => new PolicyClient(client));

    public static DocumentNoun Model { get; } = new("model", "the formula of churn risk", static client => new ModelClient(client));
}
