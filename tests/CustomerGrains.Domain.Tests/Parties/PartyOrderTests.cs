using CustomerGrains.Domain.Parties;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Parties;

/// <summary>What source systems say and what is merged, in any order: the same comes of it, and it is what a list of everything said gives.</summary>
public class PartyOrderTests
{
    private static readonly string[] Ids = ["a", "b", "c", "d", "e"];
    private static readonly string[] Sources = ["billing", "crm", "shop"];
    private static readonly PartyField[] Fields = [PartyField.Name, PartyField.Region, PartyField.BirthYear, PartyField.CustomerKind];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_order_of_words_merges_and_deliveries_gives_what_a_list_of_them_gives(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 150; run++)
        {
            // Into a lower one only: the one who decides merges sees to it that they make no cycle.
            var merges = Ids.Skip(1).Where(_ => random.Next(3) > 0).ToDictionary(id => id, id => Ids[random.Next(Array.IndexOf(Ids, id))]);
            var said = Enumerable.Range(0, random.Next(1, 40)).Select(_ => (Id: Ids[random.Next(Ids.Length)], Said: Random(random))).ToList();
            byte[][]? first = null;
            for (var order = 0; order < 3; order++)
            {
                var world = Play(random, said, merges);
                foreach (var id in Ids) AssertIsOfList(world[id], said, merges);
                foreach (var party in world.Parties)
                {
                    Assert.Equal(party.Bytes, Entity<PartyState>.BytesOf(party.Refold()));
                    Assert.Equal(party.Bytes, Entity<PartyState>.BytesOf(party.ReadBack()));
                }
                byte[][] aggregates = [.. Ids.Select(id => world[id].Aggregates)];
                first ??= aggregates;
                Assert.Equal(first, aggregates);
            }
        }
    }

    private static PartyWorld Play(Random random, List<(string Id, PartyDescription Said)> said, Dictionary<string, string> merges)
    {
        var world = new PartyWorld();
        var steps = said.Select(s => (Action)(() => world.Describe(s.Id, s.Said))).Concat(merges.Select(m => (Action)(() => world.Merge(m.Key, m.Value)))).ToArray();
        random.Shuffle(steps);
        foreach (var step in steps)
        {
            step();
            for (var some = random.Next(3); some > 0; some--) world.Deliver(random, isConfirmed: random.Next(4) > 0);
        }
        world.DeliverAll(random);
        return world;
    }

    /// <summary>The naive way: everything said of whoever leads to the party, the last word of each.</summary>
    private static void AssertIsOfList(Entity<PartyState> party, List<(string Id, PartyDescription Said)> said, Dictionary<string, string> merges)
    {
        var id = party.Key.Id;
        var absorbed = Ids.Where(other => other != id && LeadsTo(other)).ToList();
        var words = new Dictionary<(PartyField, string, string), (long Time, string Value)>();
        foreach (var (about, one) in said.Where(s => s.Id == id || absorbed.Contains(s.Id)))
        {
            foreach (var (field, value) in one.Values)
            {
                var key = (field, one.Source, about == id ? "" : about);
                var word = (one.Time, Convert.ToHexString(value.Bytes));
                if (!words.TryGetValue(key, out var before) || word.Time > before.Time || (word.Time == before.Time && string.CompareOrdinal(word.Item2, before.Value) > 0)) words[key] = word;
            }
        }
        Assert.Equal(absorbed, party.State.Absorbed);
        Assert.Equal(merges.GetValueOrDefault(id, ""), party.State.MergedInto);
        Assert.Equal(words.OrderBy(w => w.Key.Item1).ThenBy(w => w.Key.Item2, StringComparer.Ordinal).ThenBy(w => w.Key.Item3, StringComparer.Ordinal).Select(w => (w.Key, w.Value)),
            party.State.Statements.Select(s => ((s.Field, s.Source, s.About), (s.Time, Convert.ToHexString(s.Value.Bytes)))));

        bool LeadsTo(string other)
        {
            while (merges.TryGetValue(other, out var next))
            {
                if (next == id) return true;
                other = next;
            }
            return false;
        }
    }

    private static PartyDescription Random(Random random)
    {
        var fields = Fields.Where(_ => random.Next(2) == 0).DefaultIfEmpty(PartyField.Name).ToArray();
        return PartyWorld.Say(Sources[random.Next(Sources.Length)], random.Next(5), [.. fields.Select(field => (field, Value(field)))]);

        PartyValue Value(PartyField field) => random.Next(6) == 0 ? PartyValue.None : field switch
        {
            PartyField.BirthYear => PartyValue.Of(1980 + random.Next(3)),
            PartyField.CustomerKind => PartyValue.Of(random.Next(1, 3)),
            _ => PartyValue.Of("x" + random.Next(3)),
        };
    }
}
