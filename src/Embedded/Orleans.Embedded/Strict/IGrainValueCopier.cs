using System.ComponentModel;

namespace Orleans.Embedded;

/// <summary>Copies what crosses a grain call, as a serialiser would.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGrainValueCopier
{
    /// <summary>A deep copy; what is immutable is shared. <see cref="InvalidOperationException"/> for a type that cannot be serialised.</summary>
    T Copy<T>(T value);
}
