using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.Embedded;

/// <summary>Serves the HTTP requests of one method.</summary>
internal abstract class MethodHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, ServiceSettings settings, ILogger logger)
    where TRequest : class
    where TResponse : class
{
    /// <summary>The parameters that the service's method has.</summary>
    public abstract Type[] Parameters { get; }

    protected Method<TRequest, TResponse> Method => method;

    public Task HandleAsync(HttpContext http)
    {
        if (!HeaderNames.IsGrpc(http.Request.ContentType)) return RefuseContentType(http);
        if (!HttpProtocol.IsHttp2(http.Request.Protocol) && !HttpProtocol.IsHttp3(http.Request.Protocol)) return RefuseProtocol(http);
        Unlimit(http);
        http.Response.ContentType = HeaderNames.ContentType;
        var call = new ServerCall(http, settings, logger);
        http.Features.Set<IServerCallContextFeature>(call);
        return RunAsync(call);
    }

    protected abstract Task ServeAsync(ServerCall call);

    private async Task RunAsync(ServerCall call)
    {
        try
        {
            call.Start();
            await ServeAsync(call).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it is, the caller gets a status; what it was is logged and decided in one place.
            call.Fail(e);
        }
        await call.EndAsync().ConfigureAwait(false);
    }

    // A stream may be longer than any body limit and may be silent for hours; messages have their own limit.
    private static void Unlimit(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }

    private Task RefuseContentType(HttpContext http)
    {
        var problem = http.Request.ContentType is { } type ? $"Content-Type '{type}' is not supported." : "Content-Type is missing from the request.";
        return Refuse(http, StatusCodes.Status415UnsupportedMediaType, problem);
    }

    private Task RefuseProtocol(HttpContext http)
    {
        http.Response.Headers.Upgrade = HttpProtocol.Http2;
        return Refuse(http, StatusCodes.Status426UpgradeRequired, $"Request protocol '{http.Request.Protocol}' is not supported.");
    }

    private Task Refuse(HttpContext http, int code, string problem)
    {
        ServerLog.NotGrpc(logger, method.FullName, problem);
        http.Response.StatusCode = code;
        ResponseStatus.Write(http.Response.Headers, new Status(StatusCode.Internal, problem));
        return Task.CompletedTask;
    }
}
