using System.Runtime.InteropServices;
using CustomerGrains.Server.Hosting.Memory;

namespace CustomerGrains.Server.Tests.Hosting;

public class MemoryBlocksTests
{
    private const int Bytes = 64 << 20;

    [Theory]
    [InlineData("7f0000200000-7f0000600000 rw-p 00000000 00:00 0 ", 0x7f0000200000, 0x7f0000600000)]
    [InlineData("7f0000200000-7f0000600000 rw-p 00000000 00:00 0                          [heap]", 0x7f0000200000, 0x7f0000600000)]
    [InlineData("7f0000201000-7f00007ff000 rw-p 00000000 00:00 0 ", 0x7f0000400000, 0x7f0000600000)] // what is not a whole block is left out
    public void Private_memory_of_no_file_is_found(string line, ulong start, ulong end)
    {
        Assert.True(MemoryBlocks.TryRead(line, out var first, out var last));
        Assert.Equal((start, end), (first, last));
    }

    [Theory]
    [InlineData("7f0000200000-7f0000400000 r--p 00000000 00:00 0 ")]
    [InlineData("7f0000200000-7f0000400000 rw-s 00000000 00:00 0 ")]
    [InlineData("7f0000200000-7f0000400000 ---p 00000000 00:00 0 ")]
    [InlineData("7f0000200000-7f0000400000 rw-p 00031000 fe:00 247607                     /usr/lib/libc.so.6")]
    [InlineData("7f0000200000-7f0000400000 rw-p 00000000 00:01 2053                       /memfd:doublemapper (deleted)")]
    [InlineData("7f0000201000-7f00005ff000 rw-p 00000000 00:00 0 ")] // no whole block
    [InlineData("")]
    [InlineData("- rw-p 00000000 00:00 0 ")]
    [InlineData("no address rw-p 00000000 00:00 0 ")]
    public void Anything_else_is_not(string line) => Assert.False(MemoryBlocks.TryRead(line, out _, out _));

    [Fact]
    public void Memory_in_use_is_joined_and_stays_as_it_was()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Bytes, pinned: true);
        new Random(1).NextBytes(bytes);
        var expected = bytes.ToArray();
        var start = Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0);
        var mine = MemoryBlocks.InUse().Where(block => block >= start && block + MemoryBlocks.Size <= start + Bytes).ToList();
        var joined = mine.Count(MemoryBlocks.Join);
        Assert.True(expected.AsSpan().SequenceEqual(bytes));
        // All but the two at the ends lie in the array, and are in memory because it is full.
        if (MemoryBlocks.CanJoin) Assert.InRange(mine.Count, (Bytes / MemoryBlocks.Size) - 1, Bytes / MemoryBlocks.Size);
        if (MemoryBlocks.CanJoin) Assert.InRange(joined, 1, mine.Count);
        else Assert.Empty(mine);
    }

    [Fact]
    public void Memory_that_nobody_has_touched_is_left_alone()
    {
        var start = Marshal.AllocHGlobal(Bytes);
        try
        {
            Assert.DoesNotContain(MemoryBlocks.InUse(), block => block >= start && block + MemoryBlocks.Size <= start + Bytes);
        }
        finally
        {
            Marshal.FreeHGlobal(start);
        }
    }
}
