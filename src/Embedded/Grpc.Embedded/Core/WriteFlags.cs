namespace Grpc.Core;

/// <summary>How one message is written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>More follows: the message need not leave before the next one does.</summary>
    BufferHint = 1,
    /// <summary>The message goes uncompressed although the call has an encoding.</summary>
    NoCompress = 2,
}
