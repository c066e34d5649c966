using System.Globalization;

namespace TherapyChain.Testing;

/// <summary>
/// Folders for tests, below one folder of this process that goes when it ends, whatever a test left in it. What an earlier run could not take away, because
/// it was killed, goes when the next one begins.
/// </summary>
public static class TempFolder
{
    private const string Prefix = "therapychain-tests-";

    private static readonly Lazy<DirectoryInfo> OfProcess = new(Begin);

    /// <summary>An empty folder of its own.</summary>
    public static DirectoryInfo New() => OfProcess.Value.CreateSubdirectory(Path.GetRandomFileName());

    private static DirectoryInfo Begin()
    {
        foreach (var left in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*").Where(folder => !IsAlive(folder))) Remove(left);
        var made = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(made.FullName);
        return made;
    }

    private static bool IsAlive(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var process)) return true;
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // Somebody else's, or still open: it is left for the next run.
    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{folder} is left: {kept.Message}");
        }
    }
}
