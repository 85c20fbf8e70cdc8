namespace Orleans.Embedded;

/// <summary>A call that began on its caller's thread and is now suspended in an await.</summary>
internal sealed class InlineCall<T>(ValueTask<T> running, GrainCallOptions options, string method, CancellationToken cancellation) : GrainCall<T>(options)
{
    protected internal override CancellationToken Cancellation => cancellation;

    protected internal override string MethodName => method;

    protected override ValueTask<T> Invoke(object grain) => running;
}
