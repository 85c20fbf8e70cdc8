using CustomerGrains.Server.Calls;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Search;

/// <summary>Rows as messages, field by field of the one list.</summary>
internal static class SummaryMessages
{
    private static readonly MessageDescriptor Descriptor = SubscriberSummary.Descriptor;

    private static readonly (RowField Field, IFieldAccessor Accessor)[] Accessors = [.. SubscriberFields.All.Select(static f => (f, Descriptor.FindFieldByName(f.Name).Accessor))];

    /// <summary>Which fields a mask wants; null = all.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: a path is no field.</exception>
    internal static HashSet<string>? Wanted(FieldMask? mask)
    {
        if (mask is null || mask.Paths.Count == 0 || mask.Paths.Contains("*")) return null;
        foreach (var path in mask.Paths)
        {
            if (Descriptor.FindFieldByName(path) is null) throw Errors.InvalidArgument("read_mask", $"names '{Errors.Echo(path)}', and SubscriberSummary has no such field.");
        }
        return [.. mask.Paths];
    }

    internal static SubscriberSummary ToMessage(SubscriberRow row, HashSet<string>? wanted)
    {
        var message = new SubscriberSummary();
        if (Wants(wanted, "subscriber_id")) message.SubscriberId = row.SubscriberId;
        if (Wants(wanted, "version")) message.Version = row.Version;
        if (Wants(wanted, "update_time")) message.UpdateTime = Subscribers.SubscriberFacts.ToTime(row.AsOf);
        foreach (var (field, accessor) in Accessors)
        {
            if (Wants(wanted, field.Name)) Set(message, accessor, field, row);
        }
        return message;
    }

    private static bool Wants(HashSet<string>? wanted, string name) => wanted is null || wanted.Contains(name);

    private static void Set(SubscriberSummary message, IFieldAccessor accessor, RowField field, SubscriberRow row)
    {
        if (field.IsText)
        {
            accessor.SetValue(message, row.Text(field));
            return;
        }
        var number = row.Number(field);
        if (number == SubscriberRow.Absent) return;
        if (field.Type == RowFieldType.Set)
        {
            var list = (System.Collections.IList)accessor.GetValue(message);
            for (var bit = 0; bit < field.Values.Count; bit++)
            {
                if ((number >> bit & 1) != 0) list.Add(field.Values[bit]);
            }
            return;
        }
        accessor.SetValue(message, field.Type switch
        {
            RowFieldType.Enum => number < field.Values.Count ? field.Values[(int)number] : "",
            RowFieldType.Flag => number != 0,
            RowFieldType.Level => (int)number,
            RowFieldType.Time => new Timestamp { Seconds = number },
            _ => field.Scale == 1 ? number : (object)(number / (double)field.Scale),
        });
    }
}
