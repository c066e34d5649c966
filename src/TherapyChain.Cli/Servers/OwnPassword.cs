using System.CommandLine;
using System.Text;

namespace TherapyChain.Cli.Servers;

/// <summary>
/// A person id and a password, typed at the terminal without echo or read from a file that its owner alone may read. Never an argument: others on
/// this machine see those, and shells remember them.
/// </summary>
internal static class OwnPassword
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static Option<string?> FileOption(string name, string description) =>
        new(name) { Description = $"{description} Asked for at the terminal when left out.", HelpName = "file" };

    /// <summary>Id and password of somebody.</summary>
    /// <param name="person">The id, or null to ask for it.</param>
    /// <param name="file">The file with the password, or null to ask for it.</param>
    /// <param name="who">Whose they are, in a question: <c>Your</c>.</param>
    /// <param name="options">The options that would have given them, for whoever has no terminal.</param>
    /// <returns>Both, or why not.</returns>
    public static (string Person, string Password, Answer? No) Of(string? person, string? file, string who, string options)
    {
        if ((person is null || file is null) && Console.IsInputRedirected)
            return ("", "", Answer.Wrong($"{who} person id and password are needed, and there is no terminal to ask at: give {options}. The file is readable for its owner alone."));
        var named = person?.Trim() ?? Ask($"{who} person id: ", echo: true);
        if (named.Length == 0) return ("", "", Answer.Wrong("No person id was given."));
        if (file is null) return (named, Ask($"Password of {named}: ", echo: false), null);
        var (password, no) = Read(file);
        return (named, password, no);
    }

    private static (string Password, Answer? No) Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        // Asked of the open file, not of the name: what was judged is what is read.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
            return ("", Answer.Wrong($"The file {path} can be reached by others than its owner. Take those rights away (chmod 600), and set a new password: this one may be known."));
        using var text = new StreamReader(file, Encoding.UTF8);
        var password = text.ReadToEnd().TrimEnd('\r', '\n');
        return password.Length == 0 ? ("", Answer.Wrong($"The file {path} holds no password.")) : (password, null);
    }

    // To standard error, so that what is printed can still be kept in a file.
    private static string Ask(string question, bool echo)
    {
        Console.Error.Write(question);
        if (echo) return Console.In.ReadLine()?.Trim() ?? "";
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (key.KeyChar != '\0') typed.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }
}
