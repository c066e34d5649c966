using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace TherapyChain.Server.Answers;

/// <summary>
/// The name under which a browser saves a file that somebody else named. What means something to a file system becomes a stroke, and so do the marks that turn the
/// direction of writing, with which a program passes for a paper.
/// </summary>
internal static class DownloadName
{
    public static string AsAttachment(string name)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(Plain(name));
        return disposition.ToString();
    }

    private static string Plain(string name) => string.Concat(name.EnumerateRunes().Select(rune =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned
        || rune.Value is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' ? "_" : rune.ToString()));
}
