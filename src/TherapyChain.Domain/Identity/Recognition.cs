using System.Collections.Immutable;
using TherapyChain.Domain.Identity.Gs1;
using TherapyChain.Domain.Identity.Isbt128;

namespace TherapyChain.Domain.Identity;

/// <summary>One way a text can be understood.</summary>
/// <param name="What">The standard and the structure, in words.</param>
public sealed record Reading(Sentence What, ImmutableArray<Identifier> Identifiers, ImmutableArray<SymbolContent> Contents);

/// <summary>Why a text is not what it looks like.</summary>
public sealed record Misfit(Sentence As, Fault Fault);

/// <summary>
/// What a bare text is, by its own form and without any declaration of a label: every reading that fits to the last character, or why not.
/// Digits alone often fit more than one standard; all of them are named, and none is preferred.
/// </summary>
/// <param name="Notes">What a person should know besides: an ambiguity, a missing check.</param>
public sealed record Recognition(string Text, ImmutableArray<Reading> Readings, ImmutableArray<Misfit> Misfits, ImmutableArray<string> Notes)
{
    public bool IsRecognised => !Readings.IsEmpty;

    public bool IsAmbiguous => Readings.Length > 1;

    public static Recognition Of(string given)
    {
        if (given.Length > LabelGrammar.LongestScan)
            return new(given[..LabelGrammar.LongestScan], [], [new($"identifier", Fault.Whole(LabelGrammar.TooLong(given)))], []);
        var text = LabelGrammar.Trimmed(given);
        if (text.Length == 0) return new(text, [], [new($"identifier", Fault.Whole($"there is nothing to read"))], []);
        if (Symbol.Announces(text)) return OfSymbol(text);
        var readings = ImmutableArray.CreateBuilder<Reading>();
        var misfits = ImmutableArray.CreateBuilder<Misfit>();
        foreach (var (what, read) in Candidates(SourceText.Typed(text.ReplaceLineEndings(" "))))
        {
            var reader = new FieldReader(SourceText.Typed(text.ReplaceLineEndings(" ")));
            var identifier = read(reader);
            if (reader.Fault is null && reader.Left > 0)
                reader.Refuse(Fault.At(reader.Source.Position(reader.At), reader.Source.Text[reader.At], $"it comes after the end"));
            if (reader.Fault is { } fault) misfits.Add(new(what, fault));
            else readings.Add(new(what, [identifier!], [new(what, identifier!.Parts)]));
        }
        if (readings.Count == 0 && misfits.Count == 0)
            misfits.Add(new($"identifier", Fault.Whole($"no identifier read here has this form ({SourceText.Typed(text).Text.Length} characters without spaces)")));
        return new(text, readings.ToImmutable(), readings.Count > 0 ? [] : misfits.ToImmutable(), Remarks(SourceText.Typed(text).Text, readings));
    }

    private static Recognition OfSymbol(string text)
    {
        if (!Symbol.TryRead(text, out var symbol, out var fault))
            return new(text, [], [new($"symbol", fault)], []);
        if (symbol.PlainText is { } plain)
            return new(text, [], [new($"symbol", Fault.Whole($"it is {symbol.Standard}; whether {plain.Length} such characters identify something is for the workflow to say"))], []);
        var notes = symbol.Identifiers.IsEmpty ? ImmutableArray.Create("It says something about a product or a label and identifies nothing by itself.") : [];
        return new(text, [new(symbol.Standard, symbol.Identifiers, symbol.Contents)], [], notes);
    }

    private static IEnumerable<(Sentence What, Func<FieldReader, Identifier?> Read)> Candidates(SourceText source)
    {
        var (text, length) = (source.Text, source.Text.Length);
        var digits = text.All(char.IsAsciiDigit);
        if (text.StartsWith("SEC:", StringComparison.Ordinal) || length is >= 38 and <= 42) yield return (IdentifierKinds.Title(IdentifierKinds.Sec), ReadSec);
        else if (length is >= 12 and <= 18 && text.StartsWith("CH", StringComparison.Ordinal) && length != 13)
            yield return (IdentifierKinds.Title(IdentifierKinds.ChainOfIdentity), ReadChain);
        if (length is 13 or 14 || length is 11 or 12 or 15 && !digits && !text.StartsWith("CH", StringComparison.Ordinal))
            yield return (IdentifierKinds.Title(IdentifierKinds.Donation), ReadDonation);
        if (length == Grid.Length) yield return (IdentifierKinds.Title(IdentifierKinds.Grid), Parted(Grid.Read));
        if (!digits) yield break;
        foreach (var (kind, ai, size) in Keys)
            if (size == length || kind == IdentifierKinds.Gtin && length is 8 or 12 or 13) yield return (IdentifierKinds.Title(kind), r => ReadKey(r, kind, ai));
    }

    private static readonly ImmutableArray<(string Kind, string Ai, int Length)> Keys =
    [
        (IdentifierKinds.Gtin, "01", 14), (IdentifierKinds.Gln, "414", 13), (IdentifierKinds.Gsin, "402", 17), (IdentifierKinds.Sscc, "00", 18),
        (IdentifierKinds.GsrnRecipient, "8018", 18), (IdentifierKinds.GsrnProvider, "8017", 18),
    ];

    private static Identifier? ReadDonation(FieldReader r)
    {
        var text = DonationNumber.Read(r);
        if (r.Fault is null && r.Left > 0) DonationNumber.ReadCheck(r, text);
        return r.Fault is null ? new(IdentifierKinds.Donation, text, DonationNumber.Of(text).Printed, r.Parts()) : null;
    }

    private static Identifier? ReadChain(FieldReader r)
    {
        var text = ChainOfIdentity.Read(r);
        return r.Fault is null ? new(IdentifierKinds.ChainOfIdentity, text, ChainOfIdentity.Of(text).Printed, r.Parts()) : null;
    }

    private static Identifier? ReadSec(FieldReader r)
    {
        if (r.Source.Text.StartsWith("SEC:", StringComparison.Ordinal)) r.Skip(4);
        return Parted(SingleEuropeanCode.Read)(r);
    }

    private static Identifier? ReadKey(FieldReader r, string kind, string code)
    {
        var length = r.Left;
        var key = r.Digits($"{ApplicationIdentifier.Find(code)!.Title}", length);
        if (r.Fault is null && !CheckDigit.IsRight(key))
            r.Refuse(Fault.At(r.Source.Position(length - 1), key[^1], $"the check digit should be {CheckDigit.Of(key.AsSpan(0, length - 1))}: a digit is wrong, or it is something else"));
        if (r.Fault is not null) return null;
        var text = $"({code}){(code == "01" ? key.PadLeft(14, '0') : key)}";
        return new(kind, text, text, r.Parts());
    }

    private static Func<FieldReader, Identifier?> Parted(Func<FieldReader, Identifier?> read) => r =>
        read(r) is { } identifier ? identifier with { Parts = r.Parts() } : null;

    private static ImmutableArray<string> Remarks(string text, ImmutableArray<Reading>.Builder readings)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        if (readings.Count > 1)
            notes.Add($"Ambiguous: it fits {readings.Count} kinds. Only the place where it stands tells which is meant; a scanned symbol says so itself.");
        if (text.Length == 13 && readings.Any(r => r.Identifiers[0].Kind == IdentifierKinds.Donation))
            notes.Add($"Typed without its check character {DonationNumber.Of(text).CheckCharacter}: a mistyped character would not be noticed, and no step takes it so.");
        return notes.ToImmutable();
    }
}
