using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Sources;

/// <summary>Gaps in a source's own numbering.</summary>
public class SourceSequenceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_missing_is_what_a_set_of_all_numbers_says(int seed)
    {
        var random = new Random(seed);
        var source = new Entity<SourceState>("source/src");
        var come = new SortedSet<long>();
        for (var i = 0; i < 400; i++)
        {
            var number = random.NextInt64(1_000, 1_600);
            Assert.Equal(come.Contains(number), source.State.Sequence.HasCome(number));
            Open(source, i + 1, number);
            come.Add(number);
            if (random.Next(20) == 0) source.State = source.ReadBack();
            Assert.Equal(
                Enumerable.Range(0, (int)(come.Max - come.Min)).Select(n => come.Min + n).Where(n => !come.Contains(n)),
                source.State.Sequence.Gaps.SelectMany(g => Enumerable.Range(0, (int)(g.Last - g.First + 1)).Select(n => g.First + n)));
            Assert.Equal((come.Min, come.Max), (source.State.Sequence.First, source.State.Sequence.Last));
        }
        Assert.Equal(source.Bytes, Entity<SourceState>.BytesOf(source.Refold()));
    }

    [Fact]
    public void A_gap_is_known_since_a_higher_number_came_also_when_it_is_split()
    {
        var source = new Entity<SourceState>("source/src");
        Open(source, 1, 10, at: 100);
        Open(source, 2, 15, at: 200);
        Open(source, 3, 20, at: 300);
        Open(source, 4, 13, at: 400);
        Assert.Equal([new(11, 12, 200), new(14, 14, 200), new(16, 19, 300)], source.State.Sequence.Gaps);
        Open(source, 5, 14, at: 500);
        Open(source, 6, 11, at: 600);
        Open(source, 7, 12, at: 700);
        Assert.Equal([new(16, 19, 300)], source.State.Sequence.Gaps);
        Open(source, 8, 8, at: 800);
        Assert.Equal([new(9, 9, 800), new(16, 19, 300)], source.State.Sequence.Gaps);
    }

    [Fact]
    public void The_stream_of_a_number_is_known_for_the_last_ones()
    {
        var source = new Entity<SourceState>("source/src");
        for (var n = 1; n <= SourceSequence.MaxTakers + 1; n++) Open(source, n, n);
        Assert.Null(source.State.Sequence.TakerOf(1));
        Assert.Equal("file-2", source.State.Sequence.TakerOf(2));
        Assert.True(source.State.Sequence.HasCome(1));
    }

    [Fact]
    public void Beyond_the_bound_the_oldest_gap_is_given_up_and_says_so()
    {
        var source = new Entity<SourceState>("source/src");
        for (var n = 0; n <= SourceSequence.MaxGaps + 1; n++) Open(source, n + 1, 10 + 3 * n);
        var sequence = source.State.Sequence;
        Assert.Equal((SourceSequence.MaxGaps, 2L, 13L), (sequence.Gaps.Count, sequence.GivenUp, sequence.First));
        Assert.Equal((14L, 15L), (sequence.Gaps[0].First, sequence.Gaps[0].Last));

        // What is no longer watched may come, and opens no gap.
        Open(source, 5_000, 11);
        Assert.Equal((SourceSequence.MaxGaps, 13L), (source.State.Sequence.Gaps.Count, source.State.Sequence.First));
        Assert.Equal(source.Bytes, Entity<SourceState>.BytesOf(source.ReadBack()));
    }

    [Fact]
    public void A_stream_keeps_its_number()
    {
        var source = new Entity<SourceState>("source/src");
        Open(source, 1, 5);
        source.Take(CauseKind.Tick, [], FactKind.StreamOpened, Entity<SourceState>.Body(new StreamOpened(3, 1, "file-1", 2, 1).WriteTo));
        Assert.Equal(5, source.State.Streams[0].SourceSequence);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Numbers_at_the_ends_are_numbers(long number)
    {
        var source = new Entity<SourceState>("source/src");
        Open(source, 1, number);
        Open(source, 2, long.MaxValue - number);
        Assert.Equal([new(1, long.MaxValue - 1, 1)], source.State.Sequence.Gaps);
        Assert.Equal(source.Bytes, Entity<SourceState>.BytesOf(source.ReadBack()));
        Assert.Equal([0, long.MaxValue], source.ReadBack().Streams.Select(s => s.SourceSequence!.Value).Order());
    }

    private static void Open(Entity<SourceState> source, long ordinal, long number, long at = 1) => source.Take(
        CauseKind.Tick, [], FactKind.StreamOpened, Entity<SourceState>.Body(new StreamOpened(3, ordinal, "file-" + ordinal, 1, at, number).WriteTo));
}
