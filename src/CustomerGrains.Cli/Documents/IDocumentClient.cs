using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Documents;

/// <summary>The service of one kind of versioned document, told apart from others by nothing but its messages.</summary>
internal interface IDocumentClient
{
    /// <param name="version">Null = the one in force.</param>
    Task<DocumentView> GetAsync(uint? version, CancellationToken cancellationToken);

    /// <summary>All versions, latest first, without documents.</summary>
    Task<IReadOnlyList<DocumentView>> ListAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<DocumentProblem>> ValidateAsync(string document, CancellationToken cancellationToken);

    Task<IReadOnlyList<DocumentChange>> DiffAsync(DocumentRef before, DocumentRef after, CancellationToken cancellationToken);

    /// <param name="headers">Who and why.</param>
    Task<DocumentView> CreateAsync(string document, string requestId, Metadata headers, CancellationToken cancellationToken);

    /// <param name="expected">The version that has to be in force before; null = any.</param>
    /// <param name="headers">Who and why.</param>
    Task<DocumentView> ActivateAsync(uint version, uint? expected, string requestId, Metadata headers, CancellationToken cancellationToken);
}
