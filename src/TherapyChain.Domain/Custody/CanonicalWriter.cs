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
    private const long LargestExact = 9007199254740991;

    // What may stand between quotes as it is: everything of ASCII but controls, quote and backslash. DEL counts as plain in RFC 8785.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x60).Select(code => (char)code).Where(c => c is not ('"' or '\\'))]);

    private byte[] _bytes = new byte[1024];
    private int _length;
    private Frame[] _frames = new Frame[8];
    private int _depth;

    private struct Frame
    {
        public bool IsObject;
        public bool Any;
        public bool AwaitsValue;
        public string? LastKey;
    }

    /// <summary>What was written since the last <see cref="Clear"/>; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void Clear() => (_length, _depth) = (0, 0);

    public void BeginObject() => Open('{', isObject: true);

    public void EndObject() => Close('}', isObject: true);

    public void BeginArray() => Open('[', isObject: false);

    public void EndArray() => Close(']', isObject: false);

    public void Key(string key)
    {
        ref var frame = ref Innermost(isObject: true);
        if (frame.AwaitsValue) throw new InvalidOperationException($"Key \"{key}\" follows a key that has no value.");
        if (frame.LastKey is { } last && string.CompareOrdinal(last, key) >= 0)
            throw new InvalidOperationException($"Key \"{key}\" after \"{last}\" is not in canonical order.");
        if (frame.Any) Byte(',');
        (frame.Any, frame.LastKey, frame.AwaitsValue) = (true, key, true);
        Quoted(key);
        Byte(':');
    }

    /// <exception cref="ArgumentException">The text holds a lone surrogate, which UTF-8 cannot carry.</exception>
    public void Value(string? value)
    {
        BeforeValue();
        if (value is null) Raw("null"u8); else Quoted(value);
    }

    public void Value(bool value) { BeforeValue(); Raw(value ? "true"u8 : "false"u8); }

    /// <summary>A whole number within ±(2^53 - 1), the range in which RFC 8785 numbers are exact.</summary>
    public void Value(long value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LargestExact);
        ArgumentOutOfRangeException.ThrowIfLessThan(value, -LargestExact);
        BeforeValue();
        value.TryFormat(Room(20), out var written, provider: CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>Any finite number, in the text ECMAScript gives it (RFC 8785 section 3.2.2.3).</summary>
    /// <exception cref="ArgumentException">Not a number, or infinite: JSON has no such value.</exception>
    public void Value(double value)
    {
        BeforeValue();
        _length += EcmaNumber.Write(value, Room(EcmaNumber.LongestText));
    }

    private void Open(char bracket, bool isObject)
    {
        BeforeValue();
        Byte(bracket);
        if (_depth == _frames.Length) Array.Resize(ref _frames, _depth * 2);
        _frames[_depth++] = new Frame { IsObject = isObject };
    }

    private void Close(char bracket, bool isObject)
    {
        if (Innermost(isObject).AwaitsValue) throw new InvalidOperationException("The last key of the object has no value.");
        _depth--;
        Byte(bracket);
    }

    private ref Frame Innermost(bool isObject)
    {
        if (_depth == 0 || _frames[_depth - 1].IsObject != isObject)
            throw new InvalidOperationException(isObject ? "No object is open here." : "No array is open here.");
        return ref _frames[_depth - 1];
    }

    private void BeforeValue()
    {
        if (_depth == 0) return;
        ref var frame = ref _frames[_depth - 1];
        if (frame.IsObject)
        {
            if (!frame.AwaitsValue) throw new InvalidOperationException("A value in an object needs a key first.");
            frame.AwaitsValue = false;
        }
        else
        {
            if (frame.Any) Byte(',');
            frame.Any = true;
        }
    }

    private void Quoted(string text)
    {
        Byte('"');
        var special = text.AsSpan().IndexOfAnyExcept(Plain);
        var plain = special < 0 ? text.Length : special;
        Ascii.FromUtf16(text.AsSpan(0, plain), Room(plain), out var written);
        _length += written;
        if (special >= 0) Mixed(text.AsSpan(special));
        Byte('"');
    }

    private void Mixed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var consumed) != OperationStatus.Done)
                throw new ArgumentException("Text holds a lone surrogate.", nameof(text));
            Escaped(rune);
            text = text[consumed..];
        }
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
            case < 0x20:
                Raw(rune.Value < 0x10 ? "\\u000"u8 : "\\u001"u8);
                Byte("0123456789abcdef"[rune.Value & 15]);
                break;
            default: _length += rune.EncodeToUtf8(Room(4)); break;
        }
    }

    private void Byte(char ascii)
    {
        if (_length == _bytes.Length) Grow(1);
        _bytes[_length++] = (byte)ascii;
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length) Grow(length);
        return _bytes.AsSpan(_length);
    }

    private void Grow(int length) => Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
}
