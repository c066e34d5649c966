using System.Text;

namespace TherapyChain.Domain.Custody;

/// <summary>Where a text lies in the bytes of an entry, without its quotes.</summary>
internal readonly record struct Field(int Start, int Length)
{
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);
}

/// <summary>Why bytes are no entry: the offset of the first byte that does not fit, and what should have stood there.</summary>
internal readonly record struct EntryFault(int Offset, string What);

/// <summary>
/// The envelope of format version 1, read in the same pass that proves the bytes canonical. Its members come in one fixed order, because
/// canonical JSON sorts them; only <c>data</c> is free in shape.
/// </summary>
internal ref struct EntryReader
{
    public Field Actor, At, Data, Order, Prev, Recorded, Role, Site, Type, Zone;
    public int Seq;
    public OrderId OrderId;

    /// <summary>Microseconds since 1970.</summary>
    public long AtMicros, RecordedMicros;

    public EntryFault Fault { get; private set; }

    public readonly bool IsFirst => Prev.Length == 0;

    public bool TryRead(ReadOnlySpan<byte> bytes)
    {
        var scan = new CanonicalScanner(bytes);
        if (Members(ref scan) && Meanings(bytes, ref scan)) return true;
        Fault = new EntryFault(scan.Position, scan.Fault!);
        return false;
    }

    private bool Members(ref CanonicalScanner scan) =>
        scan.Literal("{\"actor\":"u8, "an entry begins with the member \"actor\"") && Text(ref scan, out Actor)
        && scan.Literal(",\"at\":"u8, "the member \"at\" must follow") && Text(ref scan, out At)
        && scan.Literal(",\"data\":"u8, "the member \"data\" must follow") && Object(ref scan, out Data)
        && scan.Literal(",\"order\":"u8, "the member \"order\" must follow") && Text(ref scan, out Order)
        && scan.Literal(",\"prev\":"u8, "the member \"prev\" must follow") && HashOrNull(ref scan, out Prev)
        && scan.Literal(",\"recorded\":"u8, "the member \"recorded\" must follow") && Text(ref scan, out Recorded)
        && scan.Literal(",\"role\":"u8, "the member \"role\" must follow") && Text(ref scan, out Role)
        && scan.Literal(",\"seq\":"u8, "the member \"seq\" must follow") && scan.Count(out Seq)
        && scan.Literal(",\"site\":"u8, "the member \"site\" must follow") && Text(ref scan, out Site)
        && scan.Literal(",\"type\":"u8, "the member \"type\" must follow") && Text(ref scan, out Type)
        && scan.Literal(",\"v\":"u8, "the member \"v\" must follow") && scan.Literal("1,"u8, "format version 1 is the only one known")
        && scan.Literal("\"zone\":"u8, "the member \"zone\" must follow") && Text(ref scan, out Zone)
        && scan.Literal("}"u8, "the entry must end after \"zone\"")
        && (scan.AtEnd || scan.Refuse("nothing may follow the entry"));

    private bool Meanings(ReadOnlySpan<byte> bytes, ref CanonicalScanner scan)
    {
        if (!InstantText.TryReadMicros(At.In(bytes), out AtMicros)) return scan.Refuse("\"at\" is not a UTC instant in its one form");
        if (!InstantText.TryReadMicros(Recorded.In(bytes), out RecordedMicros)) return scan.Refuse("\"recorded\" is not a UTC instant in its one form");
        return OrderName(Order.In(bytes), out OrderId) || scan.Refuse("\"order\" is not the name of an order");
    }

    private static bool Text(ref CanonicalScanner scan, out Field field)
    {
        var sound = scan.String(out var start, out var length, out _);
        field = new Field(start, length);
        return sound && (length > 0 || scan.Refuse("a text must not be empty"));
    }

    private static bool Object(ref CanonicalScanner scan, out Field field)
    {
        var start = scan.Position;
        var sound = scan.Is('{') ? scan.Value() : scan.Refuse("\"data\" must be an object");
        field = new Field(start, scan.Position - start);
        return sound;
    }

    private static bool HashOrNull(ref CanonicalScanner scan, out Field field)
    {
        field = default;
        if (scan.Is('n')) return scan.Literal("null"u8, "\"prev\" must be null or a hash");
        if (!scan.String(out var start, out var length, out _)) return false;
        field = new Field(start, length);
        return length == Hash.Size * 2 || scan.Refuse("a hash has 64 digits");
    }

    // The one spelling: three groups of four, upper case.
    private static bool OrderName(ReadOnlySpan<byte> text, out OrderId order)
    {
        order = default;
        if (text.Length != 14 || text[4] != '-' || text[9] != '-') return false;
        long value = 0;
        for (var i = 0; i < 14; i++)
        {
            if (i is 4 or 9) continue;
            var digit = text[i] < 128 ? Digits[text[i]] : (sbyte)-1;
            if (digit < 0) return false;
            value = value << 5 | (byte)digit;
        }
        order = new OrderId(value);
        return true;
    }

    private static ReadOnlySpan<sbyte> Digits =>
    [
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1, -1, -1, -1, -1,
        -1, 10, 11, 12, 13, 14, 15, 16, 17, -1, 18, 19, -1, 20, 21, -1, 22, 23, 24, 25, 26, -1, 27, 28, 29, 30, 31, -1, -1, -1, -1, -1,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    ];

    /// <summary>The text of a field, its escapes resolved.</summary>
    public static string Text(ReadOnlySpan<byte> bytes, Field field) =>
        field.In(bytes).Contains((byte)'\\') ? new CanonicalScanner(bytes).Text(field.Start, field.Length) : Encoding.UTF8.GetString(field.In(bytes));
}
