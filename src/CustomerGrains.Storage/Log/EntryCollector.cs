using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Storage.Log;

/// <summary>Copies of one entity's entries in the order of their versions. Kept per thread and cleared, so that a load allocates
/// nothing here.</summary>
internal sealed class EntryCollector
{
    /// <summary>What a thread keeps; larger ones are dropped after use.</summary>
    private const int KeptBytes = 1 << 20;

    [ThreadStatic]
    private static EntryCollector? _kept;

    private byte[] _bytes = new byte[4096];
    private int[] _ends = new int[16];
    private int _count;
    private int _enough = int.MaxValue;
    private long _through = long.MaxValue;

    public int Count => _count;

    /// <summary>Whether more need not be offered.</summary>
    public bool IsFull => _count >= _enough || (_count > 0 && FirstVersion + _count > _through) || (_count > 0 && _ends[_count - 1] >= KeptBytes && _enough != int.MaxValue);

    /// <summary>Version of the first entry; 0 when there is none.</summary>
    public long FirstVersion { get; private set; }

    public static EntryCollector Take()
    {
        var collector = _kept ?? new EntryCollector();
        _kept = null;
        collector.Clear();
        return collector;
    }

    public void GiveBack()
    {
        if (_bytes.Length <= KeptBytes) _kept = this;
    }

    /// <summary>Takes nothing newer than a version, and is full with a block of entries or bytes.</summary>
    public void Limit(long through, int entries)
    {
        _through = through;
        _enough = entries;
    }

    public void Clear()
    {
        (_enough, _through) = (int.MaxValue, long.MaxValue);
        _count = 0;
        FirstVersion = 0;
    }

    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(Start(index), _ends[index] - Start(index));

    /// <summary>Adds the entry if it is of this entity and newer than both <paramref name="above"/> and what is here already.</summary>
    public void Offer(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> key, long above)
    {
        var view = EntryView.Read(entry);
        if (view.Version <= above || view.Version > _through || !view.Key.SequenceEqual(key)) return;
        if (_count == 0) FirstVersion = view.Version;
        else if (view.Version < FirstVersion + _count) return;
        else if (view.Version > FirstVersion + _count) throw new StoreCorruptException($"Version {FirstVersion + _count} of {EntityNames.ForLog(key)} is missing from the log, version {view.Version} is there.");

        var start = _count == 0 ? 0 : _ends[_count - 1];
        if (_bytes.Length - start < entry.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(start + entry.Length)));
        if (_ends.Length == _count) Array.Resize(ref _ends, _count * 2);
        view.Bytes.CopyTo(_bytes.AsSpan(start));
        _ends[_count++] = start + entry.Length;
    }

    private int Start(int index) => index == 0 ? 0 : _ends[index - 1];
}
