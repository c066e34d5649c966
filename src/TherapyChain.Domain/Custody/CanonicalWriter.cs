using System.Buffers;
using System.Globalization;
using System.Text;

namespace TherapyChain.Domain.Custody;

/// <summary>
/// Writes JSON in the one canonical form of RFC 8785: no white space, keys in ascending order of their UTF-16 code units, minimal escapes,
/// UTF-8. It is forward-only: a key that is out of order or repeated is a bug of the caller and throws <see cref="InvalidOperationException"/>.
/// </summary>
public sealed class CanonicalWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(512);
    private readonly Stack<Frame> _open = new();

    private sealed class Frame(bool isObject)
    {
        public bool IsObject { get; } = isObject;
        public bool Any { get; set; }
        public string? LastKey { get; set; }
        public bool AwaitsValue { get; set; }
    }

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Clear() { _bytes.Clear(); _open.Clear(); }

    public void BeginObject() { BeforeValue(); Raw("{"u8); _open.Push(new Frame(isObject: true)); }

    public void EndObject() { _open.Pop(); Raw("}"u8); }

    public void BeginArray() { BeforeValue(); Raw("["u8); _open.Push(new Frame(isObject: false)); }

    public void EndArray() { _open.Pop(); Raw("]"u8); }

    public void Key(string key)
    {
        var frame = _open.Peek();
        if (frame.LastKey is { } last && string.CompareOrdinal(last, key) >= 0)
            throw new InvalidOperationException($"Key \"{key}\" after \"{last}\" is not in canonical order.");
        if (frame.Any) Raw(","u8);
        (frame.Any, frame.LastKey, frame.AwaitsValue) = (true, key, true);
        Quoted(key);
        Raw(":"u8);
    }

    public void Value(string? value)
    {
        BeforeValue();
        if (value is null) Raw("null"u8); else Quoted(value);
    }

    public void Value(bool value) { BeforeValue(); Raw(value ? "true"u8 : "false"u8); }

    /// <summary>A whole number within ±(2^53 - 1), the range in which RFC 8785 numbers are exact.</summary>
    public void Value(long value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(value), 9007199254740991);
        BeforeValue();
        Raw(Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));
    }

    private void BeforeValue()
    {
        if (!_open.TryPeek(out var frame)) return;
        if (frame.IsObject)
        {
            if (!frame.AwaitsValue) throw new InvalidOperationException("A value in an object needs a key first.");
            frame.AwaitsValue = false;
        }
        else
        {
            if (frame.Any) Raw(","u8);
            frame.Any = true;
        }
    }

    private void Quoted(string text)
    {
        Raw("\""u8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar && text.Any(char.IsSurrogate)) throw new ArgumentException("Text holds a lone surrogate.", nameof(text));
            Escaped(rune);
        }
        Raw("\""u8);
    }

    private void Escaped(Rune rune)
    {
        switch (rune.Value)
        {
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            case '\b': Raw("\\b"u8); break;
            case '\t': Raw("\\t"u8); break;
            case '\n': Raw("\\n"u8); break;
            case '\f': Raw("\\f"u8); break;
            case '\r': Raw("\\r"u8); break;
            case < 0x20: Raw(Encoding.ASCII.GetBytes($"\\u{rune.Value:x4}")); break;
            default: _bytes.Advance(rune.EncodeToUtf8(_bytes.GetSpan(4))); break;
        }
    }

    private void Raw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);
}
