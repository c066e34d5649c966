using NodaTime;

namespace TherapyChain.Domain.Custody;

/// <summary>Closes entries into their final bytes and opens them again (format version 1, docs/decisions/0004-entry-format.md).</summary>
public static class Seal
{
    /// <summary>The format version written, and the only one read.</summary>
    public const int Version = 1;

    [ThreadStatic] private static CanonicalWriter? s_writer;

    /// <summary>Writes the entry behind the one whose hash is given.</summary>
    /// <param name="entry">What is to be sealed.</param>
    /// <param name="prev">The hash of the order's previous entry; null for the first, and only there.</param>
    /// <exception cref="ArgumentException">
    /// A sequence number below 1, a previous hash where none belongs or none where one does, recorded before it happened, an instant finer
    /// than a microsecond, an empty text, or a lone surrogate: a bug of the caller, never an answer to a person.
    /// </exception>
    public static SealedEntry Close(Entry entry, Hash? prev)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entry.Seq, 1, nameof(entry));
        if (prev is null != entry.Seq is 1) throw new ArgumentException("The first entry of an order, and only it, has no previous one.", nameof(prev));
        if (entry.Recorded < entry.At) throw new ArgumentException("An entry is never recorded before it happened.", nameof(entry));

        var json = s_writer ??= new CanonicalWriter();
        json.Clear();
        Write(entry, prev, json);
        var bytes = json.Written.ToArray();
        // What the verifier would refuse is never sealed: the reader is the judge of our own writer too.
        var reader = new EntryReader();
        if (!reader.TryRead(bytes))
            throw new ArgumentException($"The entry has no sealed form: {reader.Fault.What} (byte {reader.Fault.Offset}).", nameof(entry));
        var envelope = new Envelope(entry.Order, entry.Seq, entry.Event.Type, entry.At, entry.Zone, entry.Recorded, entry.Site, entry.Actor, entry.Role);
        return new SealedEntry(bytes, Hash.Of(bytes), prev, envelope, reader.Data);
    }

    /// <summary>Reads sealed bytes. Whether they belong into a chain is asked of <see cref="ChainVerifier"/>.</summary>
    /// <exception cref="FormatException">Not canonical JSON, or not an entry of format version 1; the message names the byte.</exception>
    public static SealedEntry Open(ReadOnlyMemory<byte> bytes)
    {
        var reader = new EntryReader();
        var span = bytes.Span;
        Hash? prev = null;
        if (!reader.TryRead(span)) throw new FormatException($"Not a sealed entry: {reader.Fault.What} (byte {reader.Fault.Offset}).");
        if (!reader.IsFirst)
        {
            if (!Hash.TryParse(EntryReader.Text(span, reader.Prev), out var before)) throw new FormatException("Not a sealed entry: \"prev\" is not a hash.");
            prev = before;
        }
        var envelope = new Envelope(
            reader.OrderId, reader.Seq, EntryReader.Text(span, reader.Type),
            Instant.FromUnixTimeTicks(reader.AtMicros * 10), EntryReader.Text(span, reader.Zone), Instant.FromUnixTimeTicks(reader.RecordedMicros * 10),
            EntryReader.Text(span, reader.Site), EntryReader.Text(span, reader.Actor), EntryReader.Text(span, reader.Role));
        return new SealedEntry(bytes, Hash.Of(span), prev, envelope, reader.Data);
    }

    private static void Write(Entry entry, Hash? prev, CanonicalWriter json)
    {
        json.BeginObject();
        json.Key("actor"); json.Value(entry.Actor);
        json.Key("at"); json.Value(InstantText.Write(entry.At));
        json.Key("data"); entry.Event.WriteData(json);
        json.Key("order"); json.Value(entry.Order.ToString());
        json.Key("prev"); json.Value(prev?.ToString());
        json.Key("recorded"); json.Value(InstantText.Write(entry.Recorded));
        json.Key("role"); json.Value(entry.Role);
        json.Key("seq"); json.Value(entry.Seq);
        json.Key("site"); json.Value(entry.Site);
        json.Key("type"); json.Value(entry.Event.Type);
        json.Key("v"); json.Value(Version);
        json.Key("zone"); json.Value(entry.Zone);
        json.EndObject();
    }
}
