namespace TherapyChain.Domain.Identity.Isbt128;

/// <summary>The two flag characters after a scanned donation number: they say something about the label, not about the donation.</summary>
/// <param name="Text">Two digits.</param>
/// <param name="Type">0: none; 1: as ST-001 lists them; 2: the facility's own; 3: a check of the thirteen characters.</param>
public sealed record DonationFlags(string Text, int Type)
{
    public static DonationFlags? Of(string text) => text.Length == 2 && text.All(char.IsAsciiDigit) ? FieldReader.Number(text) switch
    {
        0 => new(text, 0),
        < 20 => new(text, 1),
        < 60 => new(text, 2),
        < 97 => new(text, 3),
        _ => null,
    } : null;

    /// <summary>Flags of type 3 are 60 plus the mod 37-2 value of the number; others fit any.</summary>
    public bool Fits(string number) => Type != 3 || FieldReader.Number(Text) == 60 + Mod37.Value(number);

    /// <summary>In words. Types 1 and 2 are printed apart from the number, type 3 never.</summary>
    public string Meaning => Type switch
    {
        0 => "none",
        1 => FieldReader.Number(Text) switch
        {
            >= 1 and <= 4 and var n => $"container {n} of a set",
            >= 15 and var n => $"container {n - 10} of a set",
            _ => "which label or tube of the donation this is",
        },
        2 => "the facility's own use",
        _ => "a check of the number, which it fits",
    };

    internal static void Read(FieldReader reader, string number)
    {
        var text = reader.Digits($"flags", 2);
        if (reader.Fault is not null) return;
        if (Of(text) is not { } flags) reader.RefuseLast($"these flags are reserved and mean nothing yet");
        else if (!flags.Fits(number)) reader.RefuseLast($"flags from 60 on check the number, and this number needs {60 + Mod37.Value(number)}: a character is wrong");
        else reader.Mean(flags.Meaning);
    }
}
