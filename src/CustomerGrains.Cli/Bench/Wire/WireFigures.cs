namespace CustomerGrains.Cli.Bench.Wire;

/// <summary>What one server did with the load.</summary>
/// <param name="Server">Which.</param>
/// <param name="UnaryAlone">Unary calls per second of one caller.</param>
/// <param name="Unary">Of all callers.</param>
/// <param name="UnaryBytesAllocated">Allocated in this process per call of all callers: by the client, and by the server when it is in this process.</param>
/// <param name="EchoMb">Megabytes (1,000,000) per second of echoed messages, those sent and those received added up.</param>
/// <param name="TakeMb">Megabytes per second of messages that are answered by an empty one, as batches of usage are.</param>
internal sealed record WireFigures(string Server, double UnaryAlone, double Unary, double UnaryBytesAllocated, double EchoMb, double TakeMb);
