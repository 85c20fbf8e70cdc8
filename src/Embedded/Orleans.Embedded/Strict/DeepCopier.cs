using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// Copies by reflection what Orleans' serialiser would copy by generated code: types with [GenerateSerializer] field by field,
/// arrays and the usual collections element by element. What is immutable is shared, as there; anything else is refused.
/// </summary>
internal sealed class DeepCopier : IGrainValueCopier
{
    private delegate object Copy(object value, Dictionary<object, object> seen);

    private static readonly ConcurrentDictionary<Type, Copy?> Copies = new();

    private static readonly HashSet<Type> Shared =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Guid), typeof(Int128), typeof(UInt128), typeof(Half), typeof(Uri), typeof(Version), typeof(CancellationToken),
        typeof(System.Numerics.BigInteger), typeof(System.Net.IPAddress), typeof(System.Globalization.CultureInfo), typeof(object),
    ];

    private static readonly HashSet<Type> Collections =
    [
        typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(Stack<>), typeof(SortedDictionary<,>),
        typeof(SortedList<,>), typeof(SortedSet<>), typeof(KeyValuePair<,>), typeof(LinkedList<>), typeof(ReadOnlyCollection<>),
        typeof(Collection<>), typeof(ReadOnlyDictionary<,>), typeof(ConcurrentDictionary<,>), typeof(ConcurrentQueue<>),
    ];

    T IGrainValueCopier.Copy<T>(T value) => value is null ? value : (T)Any(value, new Dictionary<object, object>(ReferenceEqualityComparer.Instance));

    private static object Any(object value, Dictionary<object, object> seen)
    {
        // A null copy means: share it.
        if (Copies.GetOrAdd(value.GetType(), CopyOf) is not { } copy)
            return value;
        if (value.GetType().IsValueType)
            return copy(value, seen);
        return seen.TryGetValue(value, out var known) ? known : copy(value, seen);
    }

    private static Copy? CopyOf(Type type)
    {
        if (IsShared(type))
            return null;
        if (type == typeof(ReadOnlyMemory<byte>))
            return static (value, _) => (ReadOnlyMemory<byte>)((ReadOnlyMemory<byte>)value).ToArray();
        if (type == typeof(Memory<byte>))
            return static (value, _) => (Memory<byte>)((Memory<byte>)value).ToArray();
        if (type == typeof(ArraySegment<byte>))
            return static (value, _) => new ArraySegment<byte>(((ArraySegment<byte>)value).ToArray());
        if (type.IsArray)
            return CopyArray;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return CopyFields(type);
        if (type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) || IsTuple(type) || IsKnownCollection(type))
            return CopyFields(type);
        throw new InvalidOperationException(
            $"{type} cannot cross a grain call: it has no [GenerateSerializer], and is no type that the serialiser knows.");
    }

    private static bool IsShared(Type type) =>
        type.IsPrimitive || type.IsEnum || Shared.Contains(type) || typeof(Type).IsAssignableFrom(type)
        || type.IsDefined(typeof(ImmutableAttribute), inherit: false)
        || typeof(GrainReference).IsAssignableFrom(type)
        || typeof(Exception).IsAssignableFrom(type)
        || IsComparer(type);

    private static bool IsTuple(Type type) => typeof(ITuple).IsAssignableFrom(type) && type.Namespace == "System";

    private static bool IsKnownCollection(Type type)
    {
        // The parts of a collection (its nodes, its buckets) are copied with it.
        for (var at = type; at is not null; at = at.DeclaringType)
        {
            if (at.IsGenericType && Collections.Contains(at.GetGenericTypeDefinition()))
                return true;
        }

        return type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true
            && !typeof(IEnumerable).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type);
    }

    private static bool IsComparer(Type type) => type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true
        && type.Name.Contains("Comparer", StringComparison.Ordinal);

    private static object CopyArray(object value, Dictionary<object, object> seen)
    {
        var copy = (Array)((Array)value).Clone();
        seen[value] = copy;
        if (value.GetType().GetElementType() is { } type && type != typeof(object) && IsShared(type))
            return copy;
        var index = new int[copy.Rank];
        for (long i = 0; i < copy.LongLength; i++)
        {
            var rest = i;
            for (var d = copy.Rank - 1; d >= 0; d--)
                (rest, index[d]) = (rest / copy.GetLength(d), (int)(rest % copy.GetLength(d)) + copy.GetLowerBound(d));
            if (copy.GetValue(index) is { } element)
                copy.SetValue(Any(element, seen), index);
        }

        return copy;
    }

    private static Copy CopyFields(Type type)
    {
        var fields = new List<FieldInfo>();
        for (var at = type; at is not null && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
            fields.AddRange(at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        var copied = fields.Where(f => !IsShared(f.FieldType) || f.FieldType == typeof(object)).ToArray();
        return (value, seen) =>
        {
            var copy = Shallow(value);
            if (!type.IsValueType)
                seen[value] = copy;
            foreach (var field in copied)
            {
                if (field.GetValue(copy) is { } part)
                    field.SetValue(copy, Any(part, seen));
            }

            return copy;
        };
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "MemberwiseClone")]
    private static extern object Shallow(object value);
}
