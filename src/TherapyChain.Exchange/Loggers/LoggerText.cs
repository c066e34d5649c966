using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace TherapyChain.Exchange.Loggers;

/// <summary>The bytes of a logger file as numbered lines, with what a reader needs to tell a whole file from a cut one.</summary>
internal sealed class LoggerText
{
    private LoggerText(byte[] bytes, string text, int? notUtf8)
    {
        Length = bytes.Length;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        FirstLineNotUtf8 = notUtf8;
        EndsWithLineBreak = text.EndsWith('\n');
        // Blank lines at the end say nothing; blank lines between rows do, and stay.
        Lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        Count = Lines.Length;
        while (Count > 0 && string.IsNullOrWhiteSpace(Lines[Count - 1])) Count--;
    }

    public string[] Lines { get; }

    /// <summary>Lines up to the last that is not blank; the number of that line.</summary>
    public int Count { get; }

    public bool EndsWithLineBreak { get; }

    /// <summary>The line of the first byte that is not UTF-8; the text is then decoded as Latin-1, which a format may accept.</summary>
    public int? FirstLineNotUtf8 { get; }

    public string Sha256 { get; }

    public long Length { get; }

    public static LoggerOutcome.Refused? TryDecode(byte[] bytes, out LoggerText? text)
    {
        text = null;
        if (bytes.Length == 0) return new(LoggerFault.Empty, null, $"The file is empty.");
        var decoded = Decode(bytes, out var notUtf8);
        if (decoded.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var at)
        {
            var line = 1 + decoded.AsSpan(0, at).Count('\n');
            return new(LoggerFault.NotText, line, $"The file holds a zero byte: it is damaged, or not a text export of a logger.");
        }
        text = new LoggerText(bytes, decoded, notUtf8);
        return text.Count == 0 ? new(LoggerFault.Empty, null, $"The file holds nothing but blank lines.") : null;
    }

    private static string Decode(byte[] bytes, out int? notUtf8)
    {
        notUtf8 = null;
        if (bytes.AsSpan().StartsWith(Encoding.Unicode.Preamble)) return Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2);
        if (bytes.AsSpan().StartsWith(Encoding.BigEndianUnicode.Preamble)) return Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2);
        var mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        if (Utf8.IsValid(bytes.AsSpan(mark)) || EndsWithinCharacter(bytes.AsSpan(mark)))
            return Encoding.UTF8.GetString(bytes, mark, bytes.Length - mark);
        notUtf8 = 1;
        foreach (var line in bytes.AsSpan(mark).Split((byte)'\n'))
        {
            if (!Utf8.IsValid(bytes.AsSpan(mark)[line])) break;
            notUtf8++;
        }
        return Encoding.Latin1.GetString(bytes, mark, bytes.Length - mark);
    }

    /// <summary>Whether all is UTF-8 but for a last character of which bytes are missing: a file cut short, not one in another encoding.</summary>
    private static bool EndsWithinCharacter(ReadOnlySpan<byte> bytes)
    {
        for (var missing = 1; missing <= 3 && missing <= bytes.Length; missing++)
            if (bytes[^missing] >= 0xC2) return Utf8.IsValid(bytes[..^missing]);
        return false;
    }
}
