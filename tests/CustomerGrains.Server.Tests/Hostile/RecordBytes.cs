using System.Text;
using static CustomerGrains.Server.Tests.Feed.Messages;

namespace CustomerGrains.Server.Tests.Hostile;

/// <summary>A record's fields as bytes, so that every one of them can be anything.</summary>
internal sealed class RecordBytes
{
    private readonly SortedDictionary<int, byte[]> _fields = [];

    public byte[] Bytes => [.. _fields.Values.SelectMany(static bytes => bytes)];

    public RecordBytes Text(int number, string text) => Raw(number, Field(number, Encoding.UTF8.GetBytes(text)));

    public RecordBytes Text(int number, params byte[] bytes) => Raw(number, Field(number, bytes));

    public RecordBytes Number(int number, ulong value) => Raw(number, Varint(number, value));

    public RecordBytes Start(long seconds) => Raw(7, Field(7, Varint(1, (ulong)seconds)));

    public RecordBytes Without(params int[] numbers)
    {
        foreach (var number in numbers) _fields.Remove(number);
        return this;
    }

    /// <summary>Any bytes where the field stands.</summary>
    public RecordBytes Raw(int number, byte[] bytes)
    {
        _fields[number] = bytes;
        return this;
    }
}
