using System.Diagnostics;

namespace TherapyChain.Testing;

/// <summary>What a tool printed, what it complained about, and how it ended.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Errors);

/// <summary>
/// Runs a program of the system (qpdf, pdftotext, zbarimg, ...) on real files. Its output goes to a file first: a broken document can make
/// such a tool print without end of sense, and a full pipe would block it.
/// </summary>
public static class ExternalTool
{
    const int LongestOutput = 4 << 20;

    static readonly TimeSpan limit = TimeSpan.FromSeconds(60);

    /// <summary>On the machines that judge every change a missing tool is a failure; elsewhere the tests that need it are skipped.</summary>
    public static bool MustBeThere => Environment.GetEnvironmentVariable("CI") == "true";

    public static bool IsThere(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <exception cref="InvalidOperationException">The tool did not end within a minute; it was stopped.</exception>
    public static ToolResult Run(string name, params string[] arguments)
    {
        // Two files: a complaint in the middle of a line of output would spoil it.
        string output = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), errors = output + ".err";
        try
        {
            // The shell only redirects; "$@" passes name and arguments untouched.
            var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Path.GetTempPath() };
            string[] all = ["-c", "out=$1; shift; \"$@\" >\"$out\" 2>\"$out.err\"", "sh", output, name, .. arguments];
            foreach (var argument in all) start.ArgumentList.Add(argument);
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
            if (!process.WaitForExit(limit))
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"{name} did not end within {limit.TotalSeconds:0} s.");
            }

            return new(process.ExitCode, Read(output), Read(errors));
        }
        finally
        {
            File.Delete(output);
            File.Delete(errors);
        }
    }

    static string Read(string path)
    {
        using var stream = File.OpenRead(path);
        var bytes = new byte[Math.Min(stream.Length, LongestOutput)];
        stream.ReadExactly(bytes);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
