namespace TherapyChain.Documents.Barcodes;

/// <summary>
/// Code 128 (ISO/IEC 15417): ASCII text as bars, in the shortest mixture of the code sets A (capitals and control characters),
/// B (capitals and small letters) and C (pairs of digits). A text that begins with ASCII 29 is a GS1 element string (GS1-128): there, and
/// wherever 29 follows, stands FNC1.
/// </summary>
public static class Code128
{
    /// <summary>Blank modules needed on either side.</summary>
    public const int QuietZone = 10;

    const int CodeC = 99, CodeB = 100, CodeA = 101, Fnc1 = 102, StartA = 103, Stop = 106;

    const char Separator = '\u001d', Fnc1Mark = '\u0080';

    // Widths of bar and space in turn for each symbol value, from the table of the standard; the stop pattern has a seventh element.
    const string Patterns =
        "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132221231" +
        "213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313231113231311" +
        "112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111" +
        "111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212" +
        "124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141114131311141411131" +
        "211412211214211232";

    const string StopPattern = "2331112";

    /// <summary>The widths of the bars and spaces in modules, beginning and ending with a bar, without the quiet zones.</summary>
    /// <exception cref="ArgumentException">The text is empty or holds a character beyond ASCII.</exception>
    public static byte[] Encode(string text)
    {
        var symbols = Symbols(text);
        var widths = new byte[6 * symbols.Length + StopPattern.Length - 6];
        for (var i = 0; i < symbols.Length - 1; i++)
            for (var k = 0; k < 6; k++)
                widths[6 * i + k] = (byte)(Patterns[6 * symbols[i] + k] - '0');
        for (var k = 0; k < StopPattern.Length; k++) widths[^(StopPattern.Length - k)] = (byte)(StopPattern[k] - '0');
        return widths;
    }

    /// <summary>Symbol values: start, data with code set changes, check symbol (modulo 103), stop.</summary>
    public static int[] Symbols(string text)
    {
        if (text.Length == 0) throw new ArgumentException("There is nothing to encode.", nameof(text));
        if (text.Any(c => c > 0x7F)) throw new ArgumentException("Code 128 holds ASCII characters only.", nameof(text));
        var symbols = Shortest(text[0] == Separator ? text.Replace(Separator, Fnc1Mark) : text);
        var sum = symbols[0];
        for (var i = 1; i < symbols.Count; i++) sum += i * symbols[i];
        return [.. symbols, sum % 103, Stop];
    }

    // The shortest encoding by looking from the end: cost[i, set] = symbols needed for text[i..] when set is active. Shift is never
    // shorter than the better of two changes here except for one lone character, which identifiers do not have; it is left out.
    static List<int> Shortest(string text)
    {
        const int Impossible = int.MaxValue / 4;
        var cost = new int[text.Length + 1, 3];
        for (var i = text.Length - 1; i >= 0; i--)
        {
            int Stay(int set) => Takes(text, i, set) is var count and > 0 ? 1 + cost[i + count, set] : Impossible;
            for (var set = 0; set < 3; set++)
                cost[i, set] = Math.Min(Stay(set), 1 + Enumerable.Range(0, 3).Where(s => s != set).Min(Stay));
        }

        // Set B before A where they cost the same, C only where it saves.
        int[] order = [1, 0, 2];
        var current = order.MinBy(set => cost[0, set]);
        var symbols = new List<int>(text.Length + 4) { StartA + current };
        for (var i = 0; i < text.Length;)
        {
            int Stay(int set) => Takes(text, i, set) is var count and > 0 ? 1 + cost[i + count, set] : Impossible;
            if (Stay(current) != cost[i, current])
            {
                current = order.Where(set => set != current).MinBy(Stay);
                symbols.Add(current switch { 0 => CodeA, 1 => CodeB, _ => CodeC });
            }

            var taken = Takes(text, i, current);
            symbols.Add(current switch
            {
                _ when text[i] == Fnc1Mark => Fnc1,
                2 => 10 * (text[i] - '0') + text[i + 1] - '0',
                0 when text[i] < ' ' => text[i] + 64,
                _ => text[i] - ' ',
            });
            i += taken;
        }

        return symbols;
    }

    // How many characters one symbol of the set takes at this place.
    static int Takes(string text, int at, int set) => text[at] == Fnc1Mark ? 1 : set switch
    {
        0 => text[at] < 0x60 ? 1 : 0,
        1 => text[at] >= ' ' ? 1 : 0,
        _ => at + 1 < text.Length && char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]) ? 2 : 0,
    };
}
