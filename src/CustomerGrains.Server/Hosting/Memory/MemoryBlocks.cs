using System.Globalization;
using System.Runtime.InteropServices;

namespace CustomerGrains.Server.Hosting.Memory;

/// <summary>This process's anonymous memory, in blocks of the size of a huge page. Linux only: elsewhere there are none.</summary>
internal static partial class MemoryBlocks
{
    /// <summary>Bytes of a huge page on x86-64, and on ARM with pages of 4 KB.</summary>
    internal const int Size = 1 << 21;

    private const int PageSize = 1 << 12;

    /// <summary>Of a block's 512 pages: a block with fewer in memory is left alone, because joining it would bring in the rest.</summary>
    private const int LeastPages = 448;

    /// <summary>MADV_COLLAPSE of madvise(2), since Linux 6.1: works whatever the system's setting for transparent huge pages.</summary>
    private const int Collapse = 25;

    /// <summary>Whether this system joins memory at all.</summary>
    internal static bool CanJoin { get; } = OperatingSystem.IsLinux() && Environment.SystemPageSize == PageSize &&
        Environment.OSVersion.Version >= new Version(6, 1) && System.IO.Directory.Exists("/sys/kernel/mm/transparent_hugepage");

    /// <summary>The blocks that are all but wholly in memory, as of when each is asked for.</summary>
    internal static IEnumerable<nint> InUse()
    {
        if (!CanJoin) yield break;
        var pages = new byte[Size / PageSize];
        foreach (var line in File.ReadAllLines("/proc/self/maps"))
        {
            if (!TryRead(line, out var start, out var end)) continue;
            for (; start < end; start += Size)
                if (MinCore((nint)start, Size, pages) == 0 && pages.Count(static page => (page & 1) != 0) >= LeastPages) yield return (nint)start;
        }
    }

    /// <summary>Makes one huge page of the block, in which nothing changes.</summary>
    /// <returns>Whether it is one, now or already. Not where it is in use otherwise just now, or where there is no room in one piece.</returns>
    internal static bool Join(nint block) => MAdvise(block, Size, Collapse) == 0;

    /// <summary>Reads a line of proc(5) maps.</summary>
    /// <param name="start">First address of its first whole block.</param>
    /// <param name="end">Behind its last whole block.</param>
    /// <returns>Whether it is private, writable memory of no file that has a whole block.</returns>
    internal static bool TryRead(ReadOnlySpan<char> line, out ulong start, out ulong end)
    {
        start = end = 0;
        var dash = line.IndexOf('-');
        var blank = line.IndexOf(' ');
        if (dash < 0 || blank < dash || !line[blank..].StartsWith(" rw-p 00000000 00:00 0")) return false;
        if (!ulong.TryParse(line[..dash], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out start)) return false;
        if (!ulong.TryParse(line[(dash + 1)..blank], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out end)) return false;
        start = (start + Size - 1) & ~(ulong)(Size - 1);
        end &= ~(ulong)(Size - 1);
        return start < end;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MAdvise(nint address, nint length, int advice);

    [LibraryImport("libc", EntryPoint = "mincore")]
    private static partial int MinCore(nint address, nint length, Span<byte> pages);
}
