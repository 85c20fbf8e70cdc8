using System.Net;
using Google.Protobuf;

namespace CustomerGrains.Tests;

/// <summary>Sends any bytes as the body of a gRPC request, and shows the response as it is.</summary>
internal sealed class RawClient(Uri address) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });

    public static byte[] Frame(IMessage message, byte flag = 0) => Frame(message.ToByteArray(), flag);

    public static byte[] Frame(byte[] payload, byte flag = 0)
    {
        var frame = new byte[payload.Length + 5];
        MessageFrameBytes.Write(frame, payload.Length, flag);
        payload.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>A gRPC call with this body.</summary>
    /// <param name="path">service/method</param>
    public Task<RawResponse> CallAsync(string path, byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, "application/grpc", body, [("te", "trailers"), .. headers]);

    /// <summary>Exactly these headers, but for those that HTTP/2 itself has.</summary>
    public async Task<RawResponse> SendAsync(HttpMethod verb, string path, string? contentType, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(verb, new Uri(address, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, Patience.Token);
        var received = await response.Content.ReadAsByteArrayAsync(Patience.Token);
        return new RawResponse(
            (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase),
            received,
            response.TrailingHeaders.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase));
    }

    public void Dispose() => _http.Dispose();
}
