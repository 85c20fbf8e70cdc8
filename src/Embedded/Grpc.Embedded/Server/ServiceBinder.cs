using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.Embedded;

/// <summary>
/// Is told the methods of a service at start and makes of each, once, what serves it: an open delegate to the base class's
/// virtual method, called on the instance that each call gets, inside the interceptors.
/// </summary>
internal sealed class ServiceBinder<TService>(Type baseType, ServiceSettings settings, ILogger logger) : ServiceBinderBase
    where TService : class
{
    private readonly Activator<TService> _activator = new(typeof(TService));

    /// <summary>The methods so far, each with what serves it and its attributes.</summary>
    public List<(IMethod Method, RequestDelegate Handler, IReadOnlyList<object> Attributes)> Methods { get; } = [];

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var call = Open<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(method, typeof(TRequest), typeof(ServerCallContext));
        UnaryServerMethod<TRequest, TResponse> serve = (request, context) =>
            Activated.RunAsync(_activator, context, service => call(service, request, context));
        foreach (var interceptor in Interceptors())
        {
            var next = serve;
            serve = (request, context) => Activated.RunAsync(interceptor, context, i => i.UnaryServerHandler(request, context, next));
        }
        Add(method, new UnaryHandler<TRequest, TResponse>(method, serve, settings, logger));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Open<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        ClientStreamingServerMethod<TRequest, TResponse> serve = (requests, context) =>
            Activated.RunAsync(_activator, context, service => call(service, requests, context));
        foreach (var interceptor in Interceptors())
        {
            var next = serve;
            serve = (requests, context) => Activated.RunAsync(interceptor, context, i => i.ClientStreamingServerHandler(requests, context, next));
        }
        Add(method, new ClientStreamingHandler<TRequest, TResponse>(method, serve, settings, logger));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Open<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        ServerStreamingServerMethod<TRequest, TResponse> serve = (request, responses, context) =>
            Activated.RunAsync(_activator, context, service => call(service, request, responses, context));
        foreach (var interceptor in Interceptors())
        {
            var next = serve;
            serve = (request, responses, context) =>
                Activated.RunAsync(interceptor, context, i => i.ServerStreamingServerHandler(request, responses, context, next));
        }
        Add(method, new ServerStreamingHandler<TRequest, TResponse>(method, serve, settings, logger));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Open<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        DuplexStreamingServerMethod<TRequest, TResponse> serve = (requests, responses, context) =>
            Activated.RunAsync(_activator, context, service => call(service, requests, responses, context));
        foreach (var interceptor in Interceptors())
        {
            var next = serve;
            serve = (requests, responses, context) =>
                Activated.RunAsync(interceptor, context, i => i.DuplexStreamingServerHandler(requests, responses, context, next));
        }
        Add(method, new DuplexStreamingHandler<TRequest, TResponse>(method, serve, settings, logger));
    }

    /// <summary>Innermost first, as they are put around the method.</summary>
    private IEnumerable<Activator<Core.Interceptors.Interceptor>> Interceptors() =>
        settings.Interceptors.Reverse().Select(r => new Activator<Core.Interceptors.Interceptor>(r.Type, [.. r.Arguments]));

    private TDelegate Open<TDelegate>(IMethod method, params Type[] parameters) where TDelegate : Delegate
    {
        var target = ServiceBinding.ServiceMethod(baseType, method, parameters);
        return target.CreateDelegate<TDelegate>();
    }

    private void Add<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodHandler<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        var implementation = ServiceBinding.ServiceMethod(baseType, method, handler.Parameters);
        Methods.Add((method, handler.HandleAsync, ServiceBinding.Attributes(typeof(TService), implementation)));
    }
}
