using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Embedded;

/// <summary>Adds the endpoints of one service: one for each method, and those that answer for unknown methods and services.</summary>
internal sealed class ServiceMapping<TService>(IEndpointRouteBuilder builder, ServedMethods served) where TService : class
{
    private readonly List<IEndpointConventionBuilder> _endpoints = [];

    private readonly ServiceSettings _settings = new(
        builder.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions>>().Value,
        builder.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value);

    private readonly ILogger _logger = builder.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(ServerLog.Category);

    public IReadOnlyList<IEndpointConventionBuilder> Map()
    {
        var (bind, baseType) = ServiceBinding.Find(typeof(TService));
        var binder = new ServiceBinder<TService>(baseType, _settings, _logger);
        try
        {
            bind.Invoke(null, [binder, null]);
        }
        catch (TargetInvocationException e)
        {
            throw new InvalidOperationException($"Error binding gRPC service '{typeof(TService).Name}'.", e.InnerException);
        }
        foreach (var (method, handler, attributes) in binder.Methods) MapMethod(method, handler, attributes);
        if (!_settings.IgnoreUnknownMethods)
            foreach (var service in binder.Methods.Select(m => m.Method.ServiceName).Distinct(StringComparer.Ordinal).Where(served.TakeService))
                MapUnknown($"{service}/{{unknown}}", $"Unimplemented method for {service}", "Method is unimplemented.");
        if (!_settings.IgnoreUnknownServices && served.TakeFallback())
            MapUnknown("{service}/{unknown}", "Unimplemented service", "Service is unimplemented.");
        return _endpoints;
    }

    private void MapMethod(IMethod method, RequestDelegate handler, IReadOnlyList<object> attributes)
    {
        var endpoint = builder.Map(RoutePatternFactory.Parse(method.FullName), handler);
        endpoint.Add(e =>
        {
            e.DisplayName = $"gRPC - {method.FullName}";
            e.Metadata.Add(new GrpcMethodMetadata(typeof(TService), method));
            foreach (var attribute in attributes) e.Metadata.Add(attribute);
            e.Metadata.Add(new HttpMethodMetadata([HttpMethods.Post], acceptCorsPreflight: true));
        });
        _endpoints.Add(endpoint);
    }

    private void MapUnknown(string pattern, string name, string detail)
    {
        // Only gRPC requests: anything else is left to other endpoints, or is not found.
        var route = RoutePatternFactory.Parse(pattern, defaults: null, parameterPolicies: new { unknown = new GrpcRequestConstraint() });
        var endpoint = builder.Map(route, http =>
        {
            ServerLog.Unimplemented(_logger, http.Request.Path.Value ?? "");
            http.Response.ContentType = HeaderNames.ContentType;
            ResponseStatus.Write(http.Response.Headers, new Status(StatusCode.Unimplemented, detail));
            return Task.CompletedTask;
        });
        endpoint.Add(e => e.DisplayName = $"gRPC - {name}");
        _endpoints.Add(endpoint);
    }
}
