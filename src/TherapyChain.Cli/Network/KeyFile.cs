using System.Text.Json;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Network;

/// <summary>A key in a file of its own that only its owner can read.</summary>
internal static class KeyFile
{
    /// <exception cref="IOException">There is a file of that name already.</exception>
    public static void Write(string folder, JsonElement issued)
    {
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(Path.Combine(folder, Path.GetFileName(issued.Text("person")!)), options);
        file.WriteLine(issued.Text("key"));
    }
}
