using System.Text.Json;
using NodaTime;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Domain.Custody;

/// <summary>Everything an entry says about itself besides what happened; the meaning of each as in <see cref="Entry"/>.</summary>
public sealed record Envelope(OrderId Order, int Seq, string Type, Instant At, string Zone, Instant Recorded, string Site, string Actor, string Role);

/// <summary>One entry in its final form. Made by <see cref="Seal"/> only, so the bytes are canonical and the hash is theirs.</summary>
public sealed class SealedEntry
{
    internal SealedEntry(ReadOnlyMemory<byte> bytes, Hash hash, Hash? prev, Envelope envelope, Field data) =>
        (Bytes, Hash, Prev, Envelope, Data) = (bytes, hash, prev, envelope, bytes.Slice(data.Start, data.Length));

    /// <summary>The canonical JSON, UTF-8: what is stored, hashed and exported.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>SHA-256 of <see cref="Bytes"/>.</summary>
    public Hash Hash { get; }

    /// <summary>The hash of the order's previous entry; null in the first.</summary>
    public Hash? Prev { get; }

    public Envelope Envelope { get; }

    /// <summary>The <c>data</c> object as it stands in <see cref="Bytes"/>.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The entry with what happened read back.</summary>
    /// <exception cref="FormatException">The type is unknown to this version, or the data does not have its shape.</exception>
    public Entry Read()
    {
        using var data = JsonDocument.Parse(Data);
        var e = Envelope;
        return new Entry(e.Order, e.Seq, e.At, e.Zone, e.Recorded, e.Site, e.Actor, e.Role, OrderEventJson.Read(e.Type, data.RootElement));
    }
}
