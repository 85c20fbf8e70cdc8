using System.Collections;
using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Parties;

/// <summary>The last word of each source system on each field, in the order of <see cref="PartyStatement.CompareKeys"/>. A function of the set
/// of statements that were put: any order of them gives the same.</summary>
public sealed class PartyStatements : IReadOnlyList<PartyStatement>
{
    private static readonly Comparer<PartyStatement> ByKey = Comparer<PartyStatement>.Create(PartyStatement.CompareKeys);

    private readonly List<PartyStatement> _all = [];

    public int Count => _all.Count;

    public PartyStatement this[int index] => _all[index];

    /// <summary>Whether the statement is later than the one that stands.</summary>
    public bool IsNews(PartyStatement statement) => _all.BinarySearch(statement, ByKey) is var at && (at < 0 || statement.IsAfter(_all[at]));

    public IEnumerator<PartyStatement> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Put(PartyStatement statement)
    {
        var at = _all.BinarySearch(statement, ByKey);
        if (at < 0) _all.Insert(~at, statement);
        else if (statement.IsAfter(_all[at])) _all[at] = statement;
    }

    internal void WriteTo(ByteWriter writer)
    {
        writer.Count(_all.Count);
        foreach (var statement in _all) statement.WriteTo(writer);
    }

    /// <exception cref="CorruptDataException">Damaged, or not in order.</exception>
    internal static PartyStatements Read(ref ByteReader reader, PartyKind kind)
    {
        var statements = new PartyStatements();
        for (var left = reader.Count(bytesEach: 5); left > 0; left--)
        {
            var statement = PartyStatement.Read(ref reader, kind);
            if (statements.Count > 0 && ByKey.Compare(statements._all[^1], statement) >= 0) throw new CorruptDataException("A party's statements are not in order.");
            statements._all.Add(statement);
        }
        return statements;
    }
}
