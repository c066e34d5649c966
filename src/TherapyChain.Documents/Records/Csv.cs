using System.Text;
using System.Text.RegularExpressions;

namespace TherapyChain.Documents.Records;

/// <summary>
/// Comma-separated values of RFC 4180: UTF-8 without a mark, a header line, CRLF. A field that a spreadsheet would take for a formula gets an
/// apostrophe before it, so that a name typed by anybody is shown and never run; plain numbers stay numbers.
/// </summary>
public static partial class Csv
{
    public const string MediaType = "text/csv; charset=utf-8; header=present";

    /// <exception cref="ArgumentException">A row has not as many fields as the header.</exception>
    public static byte[] Of(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string?>> rows)
    {
        var text = new StringBuilder();
        Line(header);
        foreach (var row in rows)
        {
            if (row.Count != header.Count) throw new ArgumentException($"A row has {row.Count} fields, the header {header.Count}.", nameof(rows));
            Line(row);
        }

        return Encoding.UTF8.GetBytes(text.ToString());

        void Line(IReadOnlyList<string?> fields) => text.AppendJoin(',', fields.Select(f => Field(f ?? ""))).Append("\r\n");
    }

    private static string Field(string value)
    {
        var safe = Formula().IsMatch(value) && !Number().IsMatch(value) ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 || safe != safe.Trim() ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    // Signs that begin a formula, also in their full width, also behind blanks and control characters that an import may drop.
    [GeneratedRegex(@"^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]")]
    private static partial Regex Formula();

    [GeneratedRegex(@"^[+-]?[0-9]+([.,][0-9]+)?$")]
    private static partial Regex Number();
}
