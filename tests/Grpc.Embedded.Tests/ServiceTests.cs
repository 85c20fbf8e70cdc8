using System.Buffers;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Embedded.Tests;

public sealed class ServiceTests
{
    [Fact]
    public async Task Service_that_is_not_registered_is_made_and_disposed_of_for_each_call()
    {
        await using var server = await ProbeServer.StartAsync();
        for (var i = 0; i < 3; i++) await server.Client().UnaryAsync(new Ask());
        Assert.Equal((3, 3), (server.Report.Created, server.Report.Disposed));
    }

    [Fact]
    public async Task Registered_singleton_is_used_as_it_is()
    {
        await using var server = await ProbeServer.StartAsync(services: s => s.AddSingleton<ProbeService>());
        for (var i = 0; i < 3; i++) await server.Client().UnaryAsync(new Ask());
        Assert.Equal((1, 0), (server.Report.Created, server.Report.Disposed));
    }

    [Fact]
    public async Task Registered_scoped_service_lives_as_long_as_its_call()
    {
        await using var server = await ProbeServer.StartAsync(services: s => s.AddScoped<ProbeService>());
        for (var i = 0; i < 3; i++) await server.Client().UnaryAsync(new Ask());
        while (server.Report.Disposed < 3) await Task.Yield(); // the scope ends just behind the response
        Assert.Equal(3, server.Report.Created);
    }

    [Fact]
    public async Task Hand_written_binding_reads_the_bytes_where_they_lie_and_writes_its_own()
    {
        await using var server = await ProbeServer.StartAsync(map: app => app.MapGrpcService<ByteService>());
        var invoker = server.Channel().CreateCallInvoker();
        var answer = await invoker.AsyncUnaryCall(ByteBinding.Sum, null, default, new Numbers(Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray()));
        Assert.Equal(Enumerable.Range(0, 100_000).Sum(i => (byte)i), BitConverter.ToInt32(answer.Bytes));
        using var call = invoker.AsyncDuplexStreamingCall(ByteBinding.Echo, null, default);
        for (var i = 0; i < 5; i++)
        {
            var bytes = new byte[i * 30_000];
            new Random(i).NextBytes(bytes);
            await call.RequestStream.WriteAsync(new Numbers(bytes));
            Assert.True(await call.ResponseStream.MoveNext(Patience.Token));
            Assert.Equal(bytes, call.ResponseStream.Current.Bytes);
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Patience.Token));
    }

    [Fact]
    public async Task Endpoints_tell_their_methods_and_attributes()
    {
        await using var server = await ProbeServer.StartAsync(map: app => app.MapGrpcService<ByteService>().WithMetadata("all"));
        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        var echo = endpoints.Single(e => e.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Name == "Echo");
        Assert.Equal(typeof(ByteService), echo.Metadata.GetMetadata<GrpcMethodMetadata>()!.ServiceType);
        Assert.Equal("on Echo", echo.Metadata.GetMetadata<System.ComponentModel.DescriptionAttribute>()!.Description);
        Assert.Equal("all", echo.Metadata.GetMetadata<string>());
    }

    [Fact]
    public async Task Mapping_without_AddGrpc_says_what_is_missing()
    {
        await using var app = WebApplication.CreateBuilder().Build();
        var e = Assert.Throws<InvalidOperationException>(() => app.MapGrpcService<ByteService>());
        Assert.Contains("AddGrpc", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marshaller_that_does_not_keep_to_its_length_fails_its_own_call_only()
    {
        await using var server = await ProbeServer.StartAsync();
        var invoker = server.Channel().CreateCallInvoker();
        var liar = new Marshaller<byte[]>(
            (m, c) =>
            {
                c.SetPayloadLength(m.Length + 1);
                c.GetBufferWriter().Write(m);
                c.Complete();
            },
            c => c.PayloadAsNewBuffer());
        var method = new Method<byte[], byte[]>(MethodType.Unary, "grpc.embedded.tests.Probe", "Unary", liar, liar);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await invoker.AsyncUnaryCall(method, null, default, [8, 1]));
        Assert.Equal(StatusCode.Internal, e.StatusCode);
        Assert.Contains(HostDifferences.ShortMessage, e.Status.Detail, StringComparison.Ordinal);
    }

    public sealed class Numbers(byte[] bytes)
    {
        public byte[] Bytes => bytes;
    }

    [BindServiceMethod(typeof(ByteBinding), nameof(ByteBinding.BindService))]
    public abstract class ByteServiceBase
    {
        public virtual Task<Numbers> Sum(Numbers request, ServerCallContext context) => throw new RpcException(new Status(StatusCode.Unimplemented, ""));

        public virtual Task Echo(IAsyncStreamReader<Numbers> requests, IServerStreamWriter<Numbers> responses, ServerCallContext context) =>
            throw new RpcException(new Status(StatusCode.Unimplemented, ""));
    }

    public static class ByteBinding
    {
        private static readonly Marshaller<Numbers> Whole = new((m, c) => c.Complete(m.Bytes), c => new Numbers(c.PayloadAsReadOnlySequence().ToArray()));

        private static readonly Marshaller<Numbers> InPlace = new(
            (m, c) =>
            {
                c.SetPayloadLength(m.Bytes.Length);
                c.GetBufferWriter().Write(m.Bytes);
                c.Complete();
            },
            c => new Numbers(c.PayloadAsReadOnlySequence().ToArray()));

        public static Method<Numbers, Numbers> Sum { get; } = new(MethodType.Unary, "bytes.v1.Bytes", "Sum", Whole, Whole);

        public static Method<Numbers, Numbers> Echo { get; } = new(MethodType.DuplexStreaming, "bytes.v1.Bytes", "Echo", InPlace, InPlace);

        public static void BindService(ServiceBinderBase binder, ByteServiceBase? service)
        {
            binder.AddMethod(Sum, service is null ? null : new UnaryServerMethod<Numbers, Numbers>(service.Sum));
            binder.AddMethod(Echo, service is null ? null : new DuplexStreamingServerMethod<Numbers, Numbers>(service.Echo));
        }
    }

    public class ByteService : ByteServiceBase
    {
        public override Task<Numbers> Sum(Numbers request, ServerCallContext context) =>
            Task.FromResult(new Numbers(BitConverter.GetBytes(request.Bytes.Sum(b => b))));

        [System.ComponentModel.Description("on Echo")]
        public override async Task Echo(IAsyncStreamReader<Numbers> requests, IServerStreamWriter<Numbers> responses, ServerCallContext context)
        {
            while (await requests.MoveNext(context.CancellationToken)) await responses.WriteAsync(requests.Current);
        }
    }
}
