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
        var end = Members(ref scan);
        if (end >= 0 && !scan.IsEnd(end)) end = scan.Refuse(end, "nothing may follow the entry");
        if (end >= 0 && Meanings(bytes, ref scan) >= 0) return true;
        Fault = new EntryFault(scan.FaultAt, scan.Fault!);
        return false;
    }

    private int Members(ref CanonicalScanner scan)
    {
        var at = Text(ref scan, scan.Literal(0, "{\"actor\":"u8, "an entry begins with the member \"actor\""), out Actor);
        at = Text(ref scan, scan.Literal(at, ",\"at\":"u8, "the member \"at\" must follow"), out At);
        at = Object(ref scan, scan.Literal(at, ",\"data\":"u8, "the member \"data\" must follow"), out Data);
        at = Text(ref scan, scan.Literal(at, ",\"order\":"u8, "the member \"order\" must follow"), out Order);
        at = HashOrNull(ref scan, scan.Literal(at, ",\"prev\":"u8, "the member \"prev\" must follow"), out Prev);
        at = Text(ref scan, scan.Literal(at, ",\"recorded\":"u8, "the member \"recorded\" must follow"), out Recorded);
        at = Text(ref scan, scan.Literal(at, ",\"role\":"u8, "the member \"role\" must follow"), out Role);
        at = Count(ref scan, scan.Literal(at, ",\"seq\":"u8, "the member \"seq\" must follow"), out Seq);
        at = Text(ref scan, scan.Literal(at, ",\"site\":"u8, "the member \"site\" must follow"), out Site);
        at = Text(ref scan, scan.Literal(at, ",\"type\":"u8, "the member \"type\" must follow"), out Type);
        at = scan.Literal(at, ",\"v\":"u8, "the member \"v\" must follow");
        at = scan.Literal(at, "1,"u8, "format version 1 is the only one known");
        at = Text(ref scan, scan.Literal(at, "\"zone\":"u8, "the member \"zone\" must follow"), out Zone);
        return scan.Literal(at, "}"u8, "the entry must end after \"zone\"");
    }

    private int Meanings(ReadOnlySpan<byte> bytes, ref CanonicalScanner scan)
    {
        if (!InstantText.TryReadMicros(At.In(bytes), out AtMicros)) return scan.Refuse(At.Start, "\"at\" is not a UTC instant in its one form");
        if (!InstantText.TryReadMicros(Recorded.In(bytes), out RecordedMicros)) return scan.Refuse(Recorded.Start, "\"recorded\" is not a UTC instant in its one form");
        return OrderName(Order.In(bytes), out OrderId) ? 0 : scan.Refuse(Order.Start, "\"order\" is not the name of an order");
    }

    private static int Text(ref CanonicalScanner scan, int at, out Field field)
    {
        field = default;
        if (at < 0) return at;
        var end = scan.String(at, out _);
        if (end < 0) return end;
        field = new Field(at + 1, end - at - 2);
        return field.Length > 0 ? end : scan.Refuse(at, "a text must not be empty");
    }

    private static int Object(ref CanonicalScanner scan, int at, out Field field)
    {
        field = default;
        if (at < 0) return at;
        var end = scan.Is(at, '{') ? scan.Value(at) : scan.Refuse(at, "\"data\" must be an object");
        if (end >= 0) field = new Field(at, end - at);
        return end;
    }

    private static int HashOrNull(ref CanonicalScanner scan, int at, out Field field)
    {
        field = default;
        if (at < 0) return at;
        if (scan.Is(at, 'n')) return scan.Literal(at, "null"u8, "\"prev\" must be null or a hash");
        var end = scan.String(at, out _);
        if (end < 0) return end;
        field = new Field(at + 1, end - at - 2);
        return field.Length == Hash.Size * 2 ? end : scan.Refuse(at, "a hash has 64 digits");
    }

    private static int Count(ref CanonicalScanner scan, int at, out int count)
    {
        count = 0;
        return at < 0 ? at : scan.Count(at, out count);
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
        field.In(bytes).Contains((byte)'\\') ? CanonicalScanner.Text(bytes.Slice(field.Start - 1, field.Length + 2)) : Encoding.UTF8.GetString(field.In(bytes));
}
