using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace CustomerGrains.Cli.Bench;

/// <summary>The conditions of a measurement; without them its numbers mean nothing.</summary>
internal sealed record Machine
{
    /// <summary>Writes whose median is taken.</summary>
    private const int Syncs = 200;

    public int Cores { get; init; } = Environment.ProcessorCount;

    public string Processor { get; init; } = "";

    public double MemoryGb { get; init; }

    public string Kernel { get; init; } = $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}";

    public string Runtime { get; init; } = RuntimeInformation.FrameworkDescription;

    public string Gc { get; init; } = $"{(GCSettings.IsServerGC ? "server" : "workstation")}, {GCSettings.LatencyMode}";

    public string DataFolder { get; init; } = "";

    public string FileSystem { get; init; } = "";

    public double FdatasyncMicroseconds { get; init; }

    /// <summary>Looks around, and measures the disk under a folder.</summary>
    public static Machine Look(string dataFolder) => new()
    {
        Processor = Line("/proc/cpuinfo", "model name"),
        MemoryGb = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        DataFolder = dataFolder,
        FileSystem = FileSystemOf(dataFolder),
        FdatasyncMicroseconds = Math.Round(MeasureSync(dataFolder), 1),
    };

    /// <summary>Bytes that this process has written to storage, or 0 where the system does not tell.</summary>
    public static long BytesWritten() => long.TryParse(Line("/proc/self/io", "write_bytes"), CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cores} cores ({Processor}), {MemoryGb} GB, {Kernel}, {Runtime}, GC {Gc}\n{DataFolder} on {FileSystem}, fdatasync of 4 KB {FdatasyncMicroseconds} µs (median of {Syncs})");

    private static string Line(string file, string key)
    {
        if (!File.Exists(file)) return "";
        foreach (var line in File.ReadLines(file))
        {
            if (line.StartsWith(key, StringComparison.Ordinal) && line.IndexOf(':') is > 0 and var colon) return line[(colon + 1)..].Trim();
        }

        return "";
    }

    /// <summary>The type of the mount with the longest path above the folder.</summary>
    private static string FileSystemOf(string folder)
    {
        var drive = DriveInfo.GetDrives()
            .Where(drive => Path.GetFullPath(folder).StartsWith(drive.Name, StringComparison.Ordinal))
            .MaxBy(static drive => drive.Name.Length);
        return drive is null ? "?" : $"{drive.DriveFormat} ({drive.Name})";
    }

    private static double MeasureSync(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, ".fdatasync");
        var times = new double[Syncs];
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            var block = new byte[4096];
            for (var i = 0; i < Syncs; i++)
            {
                RandomAccess.Write(file, block, (long)i * block.Length);
                var started = Stopwatch.GetTimestamp();
                if (OperatingSystem.IsLinux() && Fdatasync(file) != 0) throw new IOException($"fdatasync failed in {folder}: error {Marshal.GetLastPInvokeError()}.");
                if (!OperatingSystem.IsLinux()) RandomAccess.FlushToDisk(file);
                times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            }
        }

        File.Delete(path);
        Array.Sort(times);
        return times[Syncs / 2];
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static extern int Fdatasync(SafeHandle file);
}
