using System.Globalization;

namespace TherapyChain.Domain.Custody;

/// <summary>
/// Checks the entries of one order, given one after the other as bytes: canonical form, format version, own hash, order, sequence, the link
/// to the entry before, and the times. It knows the published format only, nothing of what wrote it.
/// </summary>
public sealed class ChainVerifier
{
    private readonly byte[] _headHex = new byte[Hash.Size * 2];
    private OrderId? _order;
    private long _recorded = long.MinValue;

    /// <param name="order">The order the entries must belong to; null takes it from the first.</param>
    public ChainVerifier(OrderId? order = null) => _order = order;

    public OrderId? Order => _order;

    /// <summary>How many sound entries came so far.</summary>
    public int Count { get; private set; }

    /// <summary>The hash of the last sound entry.</summary>
    public Hash Head { get; private set; }

    /// <summary>Judges the next entry: null when it is sound, else what is wrong with it. After a fault the verifier is of no more use.</summary>
    /// <param name="bytes">The entry.</param>
    /// <param name="line">Where it stands, for the finding.</param>
    /// <param name="stated">The hash kept beside the entry, where there is one: it tells an altered entry from an altered successor.</param>
    public Verification.Broken? Next(ReadOnlySpan<byte> bytes, long line, Hash? stated = null)
    {
        var entry = new EntryReader();
        if (!entry.TryRead(bytes))
            return Broken(line, $"Not a canonical entry of format version 1, byte {entry.Fault.Offset + 1}", entry.Fault.What, Excerpt(bytes, entry.Fault.Offset));

        if (_order is { } order && entry.OrderId != order) return Broken(line, "The entry belongs to another order", order, entry.OrderId);
        var hash = Hash.Of(bytes);
        if (stated is { } own && own != hash) return Broken(line, "The entry is not what was sealed: its hash is another", own, hash);
        if (entry.Seq != Count + 1)
            return Broken(line, entry.Seq > Count + 1 ? "The entry is missing" : "An earlier entry stands in its place", Count + 1, entry.Seq);
        if (entry.IsFirst ? Count != 0 : Count == 0 || !entry.Prev.In(bytes).SequenceEqual(_headHex))
            return Broken(line, "The entry does not follow the one before it", Count == 0 ? "no previous hash" : Head, Found(entry, bytes));
        if (entry.RecordedMicros < _recorded) return Broken(line, "Recorded before the entry before it", "an ascending instant", Said(entry.Recorded, bytes));
        if (entry.AtMicros > entry.RecordedMicros) return Broken(line, "Recorded before it happened", Said(entry.At, bytes), Said(entry.Recorded, bytes));

        (_order, _recorded, Head, Count) = (entry.OrderId, entry.RecordedMicros, hash, Count + 1);
        hash.WriteHex(_headHex);
        return null;
    }

    private Verification.Broken Broken(long line, string what, object expected, object found) =>
        new(RecordPart.Entry, _order, Count + 1, line, what, Text(expected), Text(found));

    private static string Found(in EntryReader entry, ReadOnlySpan<byte> bytes) => entry.IsFirst ? "no previous hash" : EntryReader.Text(bytes, entry.Prev);

    private static string Said(Field field, ReadOnlySpan<byte> bytes) => EntryReader.Text(bytes, field);

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    internal static string Excerpt(ReadOnlySpan<byte> bytes, int offset)
    {
        var rest = bytes[Math.Min(offset, bytes.Length)..];
        if (rest.IsEmpty) return "the end";
        Span<char> shown = stackalloc char[Math.Min(rest.Length, 24)];
        for (var i = 0; i < shown.Length; i++) shown[i] = rest[i] is >= 0x20 and < 0x7f ? (char)rest[i] : '·';
        return $"\"{shown}\"";
    }
}
