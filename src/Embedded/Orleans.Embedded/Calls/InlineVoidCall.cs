namespace Orleans.Embedded;

/// <summary>A call that began on its caller's thread and is now suspended in an await.</summary>
internal sealed class InlineVoidCall(ValueTask running, GrainCallOptions options, string method, CancellationToken cancellation) : VoidGrainCall(options)
{
    protected internal override CancellationToken Cancellation => cancellation;

    protected internal override string MethodName => method;

    protected override ValueTask Invoke(object grain) => running;
}
