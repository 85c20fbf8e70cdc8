using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>How calls end whose peer does not keep to the protocol or to the limits.</summary>
internal static class ProtocolErrors
{
    public static readonly Status Incomplete = new(StatusCode.Internal, "Incomplete message.");

    public static readonly Status AdditionalData = new(StatusCode.Internal, "Additional data after the message received.");

    public static readonly Status ReadCancelled = new(StatusCode.Internal, "Incoming message cancelled.");

    public static readonly Status BadFlag = new(StatusCode.Internal, "Unexpected compressed flag value in message header.");

    public static readonly Status ReceivedTooLarge =
        new(StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size.");

    public static readonly Status SentTooLarge =
        new(StatusCode.ResourceExhausted, "Sending message exceeds the maximum configured message size.");

    public static readonly Status CompressedWithoutEncoding =
        new(StatusCode.Internal, "Request did not include grpc-encoding value with compressed message.");

    public static readonly Status CompressedIdentity =
        new(StatusCode.Internal, "Request sent 'identity' grpc-encoding value with compressed message.");

    public static Status UnknownEncoding(string encoding, string supported) =>
        new(StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{encoding}'. Supported encodings: {supported.Replace(",", ", ", StringComparison.Ordinal)}");

    public static Status DamagedCompression(string encoding, Exception cause) =>
        new(StatusCode.Internal, $"The message is not valid {encoding}.", cause);

    public static Status Unreadable(Exception cause) =>
        new(StatusCode.Internal, $"The message could not be parsed: {cause.Message}", cause);
}
