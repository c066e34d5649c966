using System.Buffers.Text;
using System.Text;

namespace TherapyChain.Documents.Pdf;

/// <summary>A growing byte buffer that writes the lexical forms of PDF (ISO 32000-1, 7.3) without allocating for each.</summary>
sealed class PdfBuffer
{
    byte[] bytes;

    public PdfBuffer(int capacity = 1024) => bytes = new byte[capacity];

    public int Length { get; private set; }
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public PdfBuffer Write(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        Length += text.Length;
        return this;
    }

    public PdfBuffer Write(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
        return this;
    }

    public PdfBuffer Write(long value)
    {
        if (value is >= 0 and < 10) return Write((byte)('0' + value));
        Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        Length += written;
        return this;
    }

    /// <summary>A number with at most three decimals: a thousandth of a point is far below what any printer resolves.</summary>
    public PdfBuffer Write(double value)
    {
        var thousandths = (long)Math.Round(value * 1000, MidpointRounding.AwayFromZero);
        if (thousandths < 0)
        {
            Write((byte)'-');
            thousandths = -thousandths;
        }

        Write(thousandths / 1000);
        var rest = (int)(thousandths % 1000);
        if (rest == 0) return this;
        Write((byte)'.').Write((byte)('0' + rest / 100));
        if (rest % 100 == 0) return this;
        Write((byte)('0' + rest / 10 % 10));
        return rest % 10 == 0 ? this : Write((byte)('0' + rest % 10));
    }

    /// <summary>Four hexadecimal digits, as character codes are written.</summary>
    public PdfBuffer WriteHex(int value)
    {
        var to = Reserve(4);
        for (var i = 0; i < 4; i++) to[i] = "0123456789ABCDEF"u8[value >> (12 - 4 * i) & 0xF];
        Length += 4;
        return this;
    }

    public PdfBuffer WriteHex(ReadOnlySpan<byte> value)
    {
        foreach (var b in value) Write("0123456789ABCDEF"u8[b >> 4]).Write("0123456789ABCDEF"u8[b & 0xF]);
        return this;
    }

    /// <summary>A text string: plain where ASCII will do, else UTF-16 with its mark.</summary>
    public PdfBuffer WriteText(string text)
    {
        if (!Ascii.IsValid(text)) return Write("<FEFF"u8).WriteHex(Encoding.BigEndianUnicode.GetBytes(text)).Write((byte)'>');
        Write((byte)'(');
        foreach (var c in text)
        {
            if (c is '(' or ')' or '\\') Write((byte)'\\');
            if (c is '\r' or '\n') Write("\\n"u8);
            else Write((byte)c);
        }

        return Write((byte)')');
    }

    /// <summary>An indirect reference followed by a space.</summary>
    public PdfBuffer WriteReference(int id) => Write(id).Write(" 0 R "u8);

    Span<byte> Reserve(int count)
    {
        if (Length + count > bytes.Length) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
        return bytes.AsSpan(Length);
    }
}
