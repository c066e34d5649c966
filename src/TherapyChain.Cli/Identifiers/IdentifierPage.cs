using TherapyChain.Domain.Identity;

namespace TherapyChain.Cli.Identifiers;

/// <summary>What <c>ids check</c> found, as a page and as JSON.</summary>
internal static class IdentifierPage
{
    public static Answer Answer(IReadOnlyList<Recognition> checks, Dictionary<string, string> table) => new(
        checks.All(c => c.IsRecognised) ? ExitCode.Good : ExitCode.Finding,
        new
        {
            @checked = checks.Select(c => new
            {
                c.Text,
                recognised = c.IsRecognised,
                ambiguous = c.IsAmbiguous,
                readings = c.Readings.Select(r => new
                {
                    what = r.What.ToString(),
                    identifiers = r.Identifiers.Select(i => new { i.Kind, title = i.Title.ToString(), i.Text, i.Printed }),
                    contents = r.Contents.Select(s => new { s.Title, parts = s.Parts.Select(p => new { p.Name, p.Value, meaning = Meaning(p, table) }) }),
                }),
                faults = c.Misfits.Select(m => new { @as = m.As.ToString(), m.Fault.Position, why = m.Fault.Why.ToString() }),
                c.Notes,
            }),
        },
        page =>
        {
            for (var i = 0; i < checks.Count; i++)
            {
                if (i > 0) page.Blank();
                Write(page, checks[i], table);
            }
        });

    private static void Write(Page page, Recognition check, Dictionary<string, string> table)
    {
        page.Line(Visible(check.Text));
        foreach (var reading in check.Readings)
        {
            page.Heading(reading.What);
            foreach (var content in reading.Contents)
            {
                if (reading.Contents.Length > 1) page.Line($"  {content.Title}");
                page.Table(["", "", ""], content.Parts.Select(p => (IReadOnlyList<string>)[p.Name, p.Value, Meaning(p, table)]));
            }
            foreach (var identifier in reading.Identifiers) page.Item($"{identifier.Title}: {identifier.Printed}");
        }
        foreach (var misfit in check.Misfits)
        {
            page.Item($"Not a valid {misfit.As}: {misfit.Fault.Why}.");
            if (misfit.Fault.Position is { } position && Visible(check.Text) == check.Text && check.Text.Length < Page.Width - 8)
            {
                page.Verbatim($"      {check.Text}\n");
                page.Verbatim($"      {new string(' ', position - 1)}^\n");
            }
        }
        foreach (var note in check.Notes) page.Item(note);
    }

    private static string Meaning(Part part, Dictionary<string, string> table) =>
        table.TryGetValue(part.Value, out var said) ? part.Meaning.Length == 0 ? said : $"{part.Meaning}: {said}" : part.Meaning;

    // Nothing that a terminal would obey is ever printed.
    private static string Visible(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c.ToString() : c == '\u001d' ? "<GS>" : $"<U+{(int)c:X4}>"));
}
