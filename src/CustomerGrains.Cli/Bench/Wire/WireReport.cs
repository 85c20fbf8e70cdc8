using System.Globalization;

namespace CustomerGrains.Cli.Bench.Wire;

/// <summary>What <c>bench wire</c> measured; its properties are the JSON that <c>--json</c> prints.</summary>
internal sealed record WireReport
{
    public required Machine Machine { get; init; }

    public required WireOptions Options { get; init; }

    public required WireFigures Here { get; init; }

    /// <summary>The same load against grpc-js as server.</summary>
    public WireFigures? Node { get; init; }

    /// <summary>The report for people.</summary>
    public void Write(TextWriter writer)
    {
        Line(writer, $"{"",-38}{Here.Server,18}{Node?.Server,18}{(Node is null ? "" : "ratio"),8}");
        Row(writer, "unary calls/s, 1 caller", static f => f.UnaryAlone);
        Row(writer, $"unary calls/s, {Options.Callers} callers", static f => f.Unary);
        Row(writer, "bytes allocated a call", static f => f.UnaryBytesAllocated, isRate: false);
        Row(writer, "MB/s echoed, both directions added", static f => f.EchoMb);
        Row(writer, "MB/s taken, one direction", static f => f.TakeMb);
        Line(writer, $"unary: {Options.UnaryBytes} bytes each way; streamed: {Options.MessageBytes:N0} bytes, {Options.Streams} streams, {Options.Window} messages under way in each, on one connection; {Options.Seconds} s each after a second's warm-up.");
        writer.WriteLine("The client is this process's in every row; bytes allocated are this process's, the server's included unless it is another process.");
    }

    private static void Line(TextWriter writer, FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private void Row(TextWriter writer, string what, Func<WireFigures, double> figure, bool isRate = true)
    {
        var own = figure(Here);
        if (Node is null) Line(writer, $"{what,-38}{own,18:N0}");
        else if (isRate) Line(writer, $"{what,-38}{own,18:N0}{figure(Node),18:N0}{own / figure(Node),8:0.0}");
        else Line(writer, $"{what,-38}{own,18:N0}{figure(Node),18:N0}");
    }
}
