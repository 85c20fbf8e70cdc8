namespace CustomerGrains.Cli.Generation;

/// <summary>Draws an index with given weights in constant time (Walker's alias method).</summary>
internal sealed class AliasTable
{
    private readonly uint[] _threshold;
    private readonly int[] _alias;

    public AliasTable(IReadOnlyList<double> weights)
    {
        var count = weights.Count;
        _threshold = new uint[count];
        _alias = new int[count];
        var scaled = new double[count];
        var total = weights.Sum();
        var small = new Stack<int>();
        var large = new Stack<int>();
        for (var i = 0; i < count; i++)
        {
            scaled[i] = weights[i] * count / total;
            (scaled[i] < 1 ? small : large).Push(i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var less = small.Pop();
            var more = large.Pop();
            _threshold[less] = (uint)(scaled[less] * uint.MaxValue);
            _alias[less] = more;
            scaled[more] -= 1 - scaled[less];
            (scaled[more] < 1 ? small : large).Push(more);
        }

        foreach (var full in small.Concat(large))
        {
            _threshold[full] = uint.MaxValue;
            _alias[full] = full;
        }
    }

    /// <summary>An index.</summary>
    public int Draw(ref SplitMix64 random)
    {
        var bits = random.Next();
        var index = (int)(((bits >> 32) * (ulong)_threshold.Length) >> 32);
        return (uint)bits <= _threshold[index] ? index : _alias[index];
    }
}
