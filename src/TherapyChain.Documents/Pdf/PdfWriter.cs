using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace TherapyChain.Documents.Pdf;

/// <summary>
/// The file below the document: numbered objects, compressed streams, object streams and the cross-reference stream (ISO 32000-1, 7.5).
/// Nothing in it depends on the clock, the machine or chance.
/// </summary>
sealed class PdfWriter
{
    const int ObjectsPerStream = 200;
    const byte Untouched = byte.MaxValue;

    readonly PdfBuffer file = new(1 << 16);
    readonly PdfBuffer packed = new(1 << 14);
    readonly PdfBuffer packedIndex = new();
    readonly List<(byte Kind, int Value, int Index)> entries = [(0, 0, 0)];
    int packedCount, packedId;

    public PdfWriter() => file.Write("%PDF-1.7\n%"u8).Write([0xE2, 0xE3, 0xCF, 0xD3]).Write((byte)'\n');

    /// <summary>Goes on behind a complete file whose bytes stay as they are (ISO 32000-1, 7.5.6).</summary>
    /// <param name="objects">How many object numbers the file uses.</param>
    public PdfWriter(ReadOnlySpan<byte> complete, int objects)
    {
        file.Write(complete);
        entries.Clear();
        for (var i = 0; i < objects; i++) entries.Add((Untouched, 0, 0));
    }

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

    /// <summary>Writes an object at the top level, in the open.</summary>
    /// <returns>Where its body begins in the file.</returns>
    public int WriteOpen(int id, ReadOnlySpan<byte> body)
    {
        entries[id] = (1, file.Length, 0);
        var start = file.Write(id).Write(" 0 obj\n"u8).Length;
        file.Write(body).Write("\nendobj\n"u8);
        return start;
    }

    /// <summary>Writes the cross references of what was added to a complete file.</summary>
    /// <param name="trailer">The entries of the earlier trailer that stay: root, info and id.</param>
    /// <param name="previous">Where the earlier cross references begin.</param>
    public byte[] FinishUpdate(ReadOnlySpan<byte> trailer, int previous)
    {
        FlushPacked();
        var self = Allocate();
        var start = file.Length;
        entries[self] = (1, start, 0);
        var (rows, index) = (new PdfBuffer(), new PdfBuffer(64));
        for (var i = 0; i < entries.Count;)
        {
            var end = i;
            while (end < entries.Count && entries[end].Kind != Untouched) end++;
            if (end > i) index.Write(i).Write((byte)' ').Write(end - i).Write((byte)' ');
            for (; i < end; i++) rows.Write(Row(entries[i].Kind, entries[i].Value, (ushort)entries[i].Index));
            i = end + 1;
        }

        var dictionary = new PdfBuffer(300);
        dictionary.Write("/Type/XRef/W[1 4 2]/Size "u8).Write(entries.Count).Write("/Index["u8).Write(index.Written).Write("]/Prev "u8).Write(previous).Write(trailer);
        WriteStream(self, dictionary.Written, rows.Written);
        file.Write("startxref\n"u8).Write(start).Write("\n%%EOF\n"u8);
        return file.Written.ToArray();
    }

    static byte[] Row(byte kind, int value, ushort index)
    {
        var row = new byte[7];
        row[0] = kind;
        BinaryPrimitives.WriteInt32BigEndian(row.AsSpan(1), value);
        BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(5), index);
        return row;
    }

    /// <summary>Writes the cross references. The file's id is a digest of all before it.</summary>
    public byte[] Finish(int catalog, int info)
    {
        FlushPacked();
        var id = SHA256.HashData(file.Written).AsSpan(0, 16);
        var self = Allocate();
        var start = file.Length;
        entries[self] = (1, start, 0);
        var table = new PdfBuffer(7 * entries.Count);
        for (var i = 0; i < entries.Count; i++) table.Write(Row(entries[i].Kind, entries[i].Value, i == 0 ? ushort.MaxValue : (ushort)entries[i].Index));

        var dictionary = new PdfBuffer(200);
        dictionary.Write("/Type/XRef/W[1 4 2]/Size "u8).Write(entries.Count)
            .Write("/Root "u8).WriteReference(catalog).Write("/Info "u8).WriteReference(info)
            .Write("/ID[<"u8).WriteHex(id).Write("><"u8).WriteHex(id).Write(">]"u8);
        WriteStream(self, dictionary.Written, table.Written);
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
