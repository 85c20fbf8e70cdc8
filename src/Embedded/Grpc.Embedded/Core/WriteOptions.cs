namespace Grpc.Core;

/// <summary>How the messages of a call or of a stream are written.</summary>
public class WriteOptions
{
    /// <summary>Each message is sent at once, compressed if the call has an encoding.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Options with <paramref name="flags"/>.</summary>
    public WriteOptions(WriteFlags flags = 0) => Flags = flags;

    /// <summary>The flags.</summary>
    public WriteFlags Flags { get; }
}
