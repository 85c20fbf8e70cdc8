using Grpc.Core;

namespace CustomerGrains.Cli.Import;

/// <summary>What the server made of one thing that a row became.</summary>
/// <param name="Code">OK = done.</param>
/// <param name="Message">What is wrong, and the remedy.</param>
/// <param name="IsKnown">It was known before, and changed nothing.</param>
internal readonly record struct ItemResult(StatusCode Code, string Message = "", bool IsKnown = false);
