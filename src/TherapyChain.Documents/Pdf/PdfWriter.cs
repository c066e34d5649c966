using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace TherapyChain.Documents.Pdf;

/// <summary>
/// The file below the document: numbered objects, compressed streams, object streams and the cross-reference stream (ISO 32000-1, 7.5).
/// Nothing in it depends on the clock, the machine or chance.
/// </summary>
/// <remarks>
/// The whole file stays in one buffer until <see cref="Finish"/>, and objects that need a known offset are written at the top level like
/// streams: a signature's <c>/ByteRange</c> and <c>/Contents</c> can be filled in after the rest is complete.
/// </remarks>
sealed class PdfWriter
{
    const int ObjectsPerStream = 200;

    readonly PdfBuffer file = new(1 << 16);
    readonly PdfBuffer packed = new(1 << 14);
    readonly PdfBuffer packedIndex = new();
    readonly List<(byte Kind, int Value, int Index)> entries = [(0, 0, 0)];
    int packedCount, packedId;

    public PdfWriter() => file.Write("%PDF-1.7\n%"u8).Write([0xE2, 0xE3, 0xCF, 0xD3]).Write((byte)'\n');

    /// <summary>Number for an object that is written later.</summary>
    public int Allocate()
    {
        entries.Add(default);
        return entries.Count - 1;
    }

    /// <summary>Writes an object without a stream into the current object stream.</summary>
    public void Write(int id, ReadOnlySpan<byte> body)
    {
        if (packedCount == 0) packedId = Allocate();
        entries[id] = (2, packedId, packedCount++);
        packedIndex.Write(id).Write((byte)' ').Write(packed.Length).Write((byte)' ');
        packed.Write(body).Write((byte)'\n');
        if (packedCount == ObjectsPerStream) FlushPacked();
    }

    /// <param name="dictionary">Entries besides length and filter.</param>
    public void WriteStream(int id, ReadOnlySpan<byte> dictionary, ReadOnlySpan<byte> content) =>
        WriteDeflated(id, dictionary, Compress(content));

    public void WriteDeflated(int id, ReadOnlySpan<byte> dictionary, ReadOnlySpan<byte> content) =>
        WriteRaw(id, dictionary, "/Filter/FlateDecode"u8, content);

    /// <summary>A stream that other programs should be able to read without inflating it, such as metadata.</summary>
    public void WritePlainStream(int id, ReadOnlySpan<byte> dictionary, ReadOnlySpan<byte> content) => WriteRaw(id, dictionary, [], content);

    void WriteRaw(int id, ReadOnlySpan<byte> dictionary, ReadOnlySpan<byte> filter, ReadOnlySpan<byte> content)
    {
        entries[id] = (1, file.Length, 0);
        file.Write(id).Write(" 0 obj\n<<"u8).Write(dictionary).Write(filter).Write("/Length "u8).Write(content.Length).Write(">>stream\n"u8)
            .Write(content).Write("\nendstream\nendobj\n"u8);
    }

    /// <summary>Writes the cross references. The file's id is a digest of all before it.</summary>
    public byte[] Finish(int catalog, int info)
    {
        FlushPacked();
        var id = SHA256.HashData(file.Written).AsSpan(0, 16);
        var self = Allocate();
        var start = file.Length;
        entries[self] = (1, start, 0);
        var table = new byte[7 * entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            var row = table.AsSpan(7 * i);
            row[0] = entries[i].Kind;
            BinaryPrimitives.WriteInt32BigEndian(row[1..], entries[i].Value);
            BinaryPrimitives.WriteUInt16BigEndian(row[5..], i == 0 ? ushort.MaxValue : (ushort)entries[i].Index);
        }

        var dictionary = new PdfBuffer(200);
        dictionary.Write("/Type/XRef/W[1 4 2]/Size "u8).Write(entries.Count)
            .Write("/Root "u8).WriteReference(catalog).Write("/Info "u8).WriteReference(info)
            .Write("/ID[<"u8).WriteHex(id).Write("><"u8).WriteHex(id).Write(">]"u8);
        WriteStream(self, dictionary.Written, table);
        file.Write("startxref\n"u8).Write(start).Write("\n%%EOF\n"u8);
        return file.Written.ToArray();
    }

    public static byte[] Compress(ReadOnlySpan<byte> content)
    {
        var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(content);
        return stream.ToArray();
    }

    void FlushPacked()
    {
        if (packedCount == 0) return;
        var dictionary = new PdfBuffer(64);
        dictionary.Write("/Type/ObjStm/N "u8).Write(packedCount).Write("/First "u8).Write(packedIndex.Length);
        packedIndex.Write(packed.Written);
        WriteStream(packedId, dictionary.Written, packedIndex.Written);
        packed.Clear();
        packedIndex.Clear();
        packedCount = 0;
    }
}
