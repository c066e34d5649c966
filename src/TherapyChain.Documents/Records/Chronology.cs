using System.Collections.Immutable;
using System.Globalization;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>Every entry in order. An entry stays together on its page unless it is longer than one.</summary>
internal static class Chronology
{
    public static IEnumerable<Block> Blocks(CustodyRecord record)
    {
        var words = record.Words;
        yield return Section.Chronology.Heading(words);
        yield return new Paragraph(
            $"{words["chronology.intro"]} ", $"{words["chronology.before-struck"]} ", Inline.Struck(words["chronology.struck"]), $" {words["chronology.after-struck"]}") { Style = s => s.As(TextStyle.Small), KeepWithNext = true };
        yield return new Table(Column.Mm(9) with { Align = Align.Right }, Column.Mm(34), Column.Share())
        {
            Flush = true, CellPadding = new(5, 5), RuleColour = Ink.Black, HairColour = Ink.Rule, Style = s => s.As(TextStyle.Small),
            Header = [[words["column.number"], words["column.when"], words["column.told"]]],
            Rows = [.. record.Entries.Select(Row (e) => [Number(e), Ink.Time(e.When), Told(e, words)])],
        };
    }

    private static Paragraph Number(EntryLine e) => new(Inline.Bold(e.Seq.ToString(CultureInfo.InvariantCulture))) { Style = s => s.As(TextStyle.Subheading) };

    private static Block Told(EntryLine e, PaperWords words)
    {
        var told = new Stack(3, Parts(e, words));
        return e.Weight switch
        {
            Weight.Stop => new Box(told) { Border = Ink.Black, BorderWidth = 1.6, Padding = new(7, 5) },
            Weight.Warning => new Box(told) { Edge = Ink.Black, Padding = new(10, 1, 0, 1) },
            _ => told,
        };
    }

    private static IEnumerable<Block> Parts(EntryLine e, PaperWords words)
    {
        var what = Inline.Bold(e.Refused.IsEmpty ? e.What : e.What.ToUpperInvariant());
        yield return new Stack(0,
            new Paragraph(what, e.Moves is { } moves ? Ink.Aside($"   {moves}") : "") { Style = s => s.As(TextStyle.Subheading) },
            new Paragraph(Inline.Bold(e.Who), string.Concat(new[] { e.Role, e.Site }.Where(part => part.Length > 0).Select(part => $", {part}"))));
        if (e.Late is { } late) yield return Late(late, words);
        foreach (var code in e.Refused) yield return CodesApart.Set(code, words);
        if (!e.Details.IsEmpty) yield return Details(e.Details);
    }

    private static Box Late(LateEntry late, PaperWords words) => new(new Paragraph(
        Inline.Bold(words[late.Reason is null ? "late.watched" : "late.entry"]), words.Say("late.entered", late.Entered.Local, late.Entered.Zone, late.After),
        $" {(late.Reason is { } reason ? words.Say("late.reason", reason) : words["late.watcher"])}"))
    {
        Background = Ink.Tint, Padding = new(6, 3),
    };

    private static Table Details(ImmutableArray<Detail> details) => new(Column.Mm(40), Column.Share())
    {
        Flush = true, Rules = Rules.None, CellPadding = new(4, 0.6),
        Rows = [.. details.Select(Row (d) => [Ink.Muted(d.Name), Value(d)])],
    };

    private static Paragraph Value(Detail d)
    {
        var value = d.IsCode ? Inline.Mono(Ink.Folded(d.Value)) : new Inline(d.Value);
        // A long note gets a line of its own rather than the end of this one and the beginning of the next.
        var note = d.Note is { } text ? Inline.Muted(text.Length > 30 ? $"\n{text}" : $"  {text}") : "";
        return d.Struck is { } struck ? new(Inline.Struck(struck), "  ", Inline.Bold(d.Value), note) : new(value, note);
    }
}
