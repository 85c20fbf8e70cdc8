using System.CommandLine;
using CustomerGrains.Cli.Bench.Wire;
using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains bench wire</c>.</summary>
internal static class BenchWireCommand
{
    public static Command Create(Terminal terminal)
    {
        var defaults = new WireOptions();
        var seconds = CommonOptions.Positive("--seconds", "How long each figure.", defaults.Seconds);
        var callers = CommonOptions.Positive("--callers", "Callers side by side.", defaults.Callers);
        var streams = CommonOptions.Positive("--streams", "Streams side by side.", defaults.Streams);
        var window = CommonOptions.Positive("--window", "Messages under way per stream.", defaults.Window);
        var bytes = CommonOptions.Positive("--message-bytes", "Bytes of a streamed message.", defaults.MessageBytes);
        var node = new Option<string?>("--node")
        {
            Description = "Compare with grpc-js as server; of the folder whose node_modules has @grpc/grpc-js. [default: protos/samples/node]",
            HelpName = "DIR",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = CommonOptions.Json();
        var command = new Command("wire", "gRPC alone: unary calls/s, streamed MB/s, bytes allocated a call.") { seconds, callers, streams, window, bytes, node, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = new WireOptions
            {
                Seconds = result.GetValue(seconds),
                Callers = result.GetValue(callers),
                Streams = result.GetValue(streams),
                Window = result.GetValue(window),
                MessageBytes = result.GetValue(bytes),
                Node = result.GetResult(node) is null ? null : result.GetValue(node) ?? Path.Combine("protos", "samples", "node"),
                Json = result.GetValue(json),
            };
            var measured = await new WireBench(options, terminal).RunAsync(cancellationToken);
            if (options.Json) await terminal.Out.WriteLineAsync(JsonOutput.Of(measured));
            else measured.Write(terminal.Out);
            return 0;
        });
        return command.WithHelp("""
            Examples:
              customergrains bench wire
              npm ci --prefix protos/samples/node && customergrains bench wire --node
            """);
    }
}
