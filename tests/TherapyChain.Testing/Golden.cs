namespace TherapyChain.Testing;

/// <summary>
/// Compares what the program writes with a committed file. To accept what it writes now, run the tests once with TC_REFRESH_GOLDEN=1 and
/// read the difference before committing it.
/// </summary>
public static class Golden
{
    /// <param name="path">From the top of the checkout, with slashes.</param>
    /// <returns>Null when they are equal, else the first line that differs.</returns>
    public static string? Difference(string path, string actual)
    {
        var file = Path.Combine(Shipped.Root, path);
        if (Environment.GetEnvironmentVariable("TC_REFRESH_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }
        if (!File.Exists(file)) return $"{path} does not exist. Run the tests with TC_REFRESH_GOLDEN=1 to write it.";
        var (was, now) = (File.ReadAllText(file).Split('\n'), actual.Split('\n'));
        for (var i = 0; i < Math.Max(was.Length, now.Length); i++)
        {
            var (a, b) = (was.ElementAtOrDefault(i), now.ElementAtOrDefault(i));
            if (a != b) return $"{path}, line {i + 1}\n  committed: {a}\n  now:       {b}\nIf the new one is right, run the tests with TC_REFRESH_GOLDEN=1.";
        }
        return null;
    }
}
