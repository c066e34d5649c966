using System.Collections.Frozen;
using System.Text;

namespace TherapyChain.Server.Words;

/// <summary>
/// Reads translations in the form that translators' tools read and write: GNU gettext's portable object, here with <c>msgid</c> and <c>msgstr</c> on as many
/// quoted lines as they take, and comments. What is not translated yet is left out.
/// </summary>
public static class PortableObject
{
    /// <exception cref="FormatException">A line is none of these, or a text comes twice; the line is named.</exception>
    public static FrozenDictionary<string, string> Read(TextReader text)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var (id, translated, into) = (new StringBuilder(), new StringBuilder(), (StringBuilder?)null);
        for (var (number, line) = (1, text.ReadLine()); line is not null; (number, line) = (number + 1, text.ReadLine()))
        {
            line = line.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.StartsWith("msgid ", StringComparison.Ordinal))
            {
                Keep(number);
                into = id;
                line = line[6..];
            }
            else if (line.StartsWith("msgstr ", StringComparison.Ordinal))
            {
                into = translated;
                line = line[7..];
            }
            if (into is null || line.Length < 2 || line[0] != '"' || line[^1] != '"') throw new FormatException($"Line {number} is no msgid, msgstr, quoted text or comment: {line}");
            into.Append(line[1..^1].Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal));
        }
        Keep(0);
        return found.ToFrozenDictionary(StringComparer.Ordinal);

        void Keep(int number)
        {
            // The entry without an id tells about the file itself.
            if (id.Length > 0 && translated.Length > 0 && !found.TryAdd(id.ToString(), translated.ToString())) throw new FormatException($"Before line {number}: \"{id}\" comes twice.");
            id.Clear();
            translated.Clear();
        }
    }
}
