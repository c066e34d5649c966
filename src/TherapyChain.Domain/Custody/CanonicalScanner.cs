using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;

namespace TherapyChain.Domain.Custody;

/// <summary>
/// Walks once over bytes and says whether they are JSON in the canonical form of RFC 8785: sorted keys without repetition, no white space,
/// minimal escapes, valid UTF-8, canonical numbers. Every method moves behind what it accepts, or sets <see cref="Fault"/> and answers
/// false with <see cref="Position"/> at the byte that does not fit. Nothing is allocated for plain ASCII.
/// </summary>
internal ref struct CanonicalScanner(ReadOnlySpan<byte> bytes)
{
    /// <summary>Deeper nesting is refused: no entry needs it, and a stack must not be the limit.</summary>
    public const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly int Position => _at;

    public string? Fault { get; private set; }

    public readonly bool AtEnd => _at == _bytes.Length;

    /// <summary>Exactly these bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Literal(ReadOnlySpan<byte> expected, string fault)
    {
        if (!_bytes[_at..].StartsWith(expected)) return Refuse(fault);
        _at += expected.Length;
        return true;
    }

    public readonly bool Is(char next) => _at < _bytes.Length && _bytes[_at] == next;

    /// <summary>A quoted string; answers where its content lies, without the quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool String(out int start, out int length, out bool isPlain)
    {
        (start, length, isPlain) = (_at + 1, 0, true);
        if (AtEnd || _bytes[_at] != '"') return Refuse("a string must begin here");
        // Nearly every string is short and plain: one block decides, and the long way round is not inlined.
        var end = EndOfPlain(start);
        if (end < _bytes.Length && _bytes[end] == '"')
        {
            length = end - start;
            _at = end + 1;
            return true;
        }
        isPlain = false;
        _at = end;
        if (!Mixed()) return false;
        length = _at - 1 - start;
        return true;
    }

    public bool Value(int depth = 0)
    {
        if (AtEnd) return Refuse("a value is missing");
        return _bytes[_at] switch
        {
            (byte)'"' => StringValue(),
            (byte)'{' => Object(depth),
            (byte)'[' => Array(depth),
            (byte)'t' => Literal("true"u8, "not a JSON value"),
            (byte)'f' => Literal("false"u8, "not a JSON value"),
            (byte)'n' => Literal("null"u8, "not a JSON value"),
            _ => Number(),
        };
    }

    // Kept out of line: one copy of the inlined scan serves every value.
    private bool StringValue() => String(out _, out _, out _);

    /// <summary>A whole number above 0 that fits an <see cref="int"/>.</summary>
    public bool Count(out int count)
    {
        var start = _at;
        long value = 0;
        while (_at < _bytes.Length && _bytes[_at] - '0' is >= 0 and <= 9 and var digit && value <= int.MaxValue) (value, _at) = (value * 10 + digit, _at + 1);
        count = value <= int.MaxValue ? (int)value : 0;
        if (count > 0 && _bytes[start] != '0') return true;
        _at = start;
        return Refuse("a whole number above 0 must stand here");
    }

    public bool Refuse(string fault)
    {
        Fault ??= fault;
        return false;
    }

    private bool Object(int depth)
    {
        if (depth == MaxDepth) return Refuse("nested too deeply");
        _at++;
        if (Skip('}')) return true;
        int lastStart = 0, lastLength = -1;
        var lastIsPlain = true;
        while (true)
        {
            var keyAt = _at;
            if (!String(out var start, out var length, out var isPlain)) return false;
            if (lastLength >= 0 && CompareKeys(lastStart, lastLength, start, length, lastIsPlain && isPlain) >= 0)
            {
                _at = keyAt;
                return Refuse("keys must ascend, each once");
            }
            (lastStart, lastLength, lastIsPlain) = (start, length, isPlain);
            if (!Skip(':')) return Refuse("':' must follow a key");
            if (!Value(depth + 1)) return false;
            if (Skip(',')) continue;
            return Skip('}') || Refuse("',' or '}' must follow a value");
        }
    }

    private bool Array(int depth)
    {
        if (depth == MaxDepth) return Refuse("nested too deeply");
        _at++;
        if (Skip(']')) return true;
        while (true)
        {
            if (!Value(depth + 1)) return false;
            if (Skip(',')) continue;
            return Skip(']') || Refuse("',' or ']' must follow a value");
        }
    }

    private bool Number()
    {
        var start = _at;
        while (_at < _bytes.Length && _bytes[_at] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'+' or (byte)'.' or (byte)'e') _at++;
        var text = _bytes[start.._at];
        // Up to fifteen digits without sign, point and leading zero are canonical at sight; the rest is compared with the canonical text.
        if (text.Length is > 0 and <= 15 && text[0] != '0' && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return true;
        if (EcmaNumber.IsCanonical(text)) return true;
        _at = start;
        return Refuse("not a number in canonical form");
    }

    // Where the next quote, backslash, control or non-ASCII byte stands, or the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int EndOfPlain(int at)
    {
        for (; at <= _bytes.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
            if (Special(at) is not 0 and var mask) return at + BitOperations.TrailingZeroCount(mask);
        if (_bytes.Length < Vector256<byte>.Count) return EndOfPlainTail(at);
        // The last block overlaps what was looked at before: shift that out (in 64 bits, for it may be all 32).
        var last = _bytes.Length - Vector256<byte>.Count;
        return (ulong)Special(last) >> (at - last) is not 0 and var rest ? at + BitOperations.TrailingZeroCount(rest) : _bytes.Length;
    }

    // One bit for each of 32 bytes from here; the caller knows they are there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint Special(int at)
    {
        var block = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_bytes), (nuint)at);
        // As signed bytes, controls and non-ASCII are together "below space".
        return (Vector256.Equals(block, Vector256.Create((byte)'"')) | Vector256.Equals(block, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(block.AsSByte(), Vector256.Create((sbyte)' ')).AsByte()).ExtractMostSignificantBits();
    }

    private readonly int EndOfPlainTail(int at)
    {
        while (at < _bytes.Length && _bytes[at] is not ((byte)'"' or (byte)'\\' or < 0x20 or >= 0x80)) at++;
        return at;
    }

    // The rest of a string that holds more than plain ASCII, with its closing quote.
    private bool Mixed()
    {
        for (; !AtEnd; _at = EndOfPlain(_at))
        {
            if (_bytes[_at] == '"') { _at++; return true; }
            if (!(_bytes[_at] >= 0x80 ? MultiByte() : Escape())) return false;
        }
        return Refuse("the text ends inside a string");
    }

    private bool MultiByte()
    {
        // Two-byte letters (degree sign, umlauts) are by far the most frequent.
        if (_bytes[_at] is >= 0xc2 and <= 0xdf && _at + 1 < _bytes.Length && (_bytes[_at + 1] & 0xc0) == 0x80)
        {
            _at += 2;
            return true;
        }
        if (Rune.DecodeFromUtf8(_bytes[_at..], out _, out var consumed) != OperationStatus.Done) return Refuse("not valid UTF-8");
        _at += consumed;
        return true;
    }

    private bool Escape()
    {
        if (_bytes[_at] != '\\') return Refuse("a control character must be escaped");
        var rest = _bytes[(_at + 1)..];
        if (rest.IsEmpty) return Refuse("the text ends inside a string");
        if ("\"\\bfnrt"u8.Contains(rest[0])) { _at += 2; return true; }
        // Of the \u form only the controls without a short one are left, in lower case.
        if (rest.Length < 5 || !rest.StartsWith("u00"u8) || rest[3] is not ((byte)'0' or (byte)'1')) return Refuse("not a canonical escape");
        var low = "0123456789abcdef"u8.IndexOf(rest[4]);
        if (low < 0 || (rest[3] == '0' && low is 8 or 9 or 10 or 12 or 13)) return Refuse("not a canonical escape");
        _at += 6;
        return true;
    }

    private readonly int CompareKeys(int lastStart, int lastLength, int start, int length, bool plain)
    {
        if (plain && lastLength > 0 && length > 0 && _bytes[lastStart] != _bytes[start]) return _bytes[lastStart] - _bytes[start];
        if (plain) return _bytes.Slice(lastStart, lastLength).SequenceCompareTo(_bytes.Slice(start, length));
        return string.CompareOrdinal(Text(lastStart, lastLength), Text(start, length));
    }

    /// <summary>The text of a string this scanner has accepted, given where its content lies.</summary>
    public readonly string Text(int start, int length)
    {
        var reader = new Utf8JsonReader(_bytes.Slice(start - 1, length + 2));
        reader.Read();
        return reader.GetString()!;
    }

    private bool Skip(char expected)
    {
        if (_at >= _bytes.Length || _bytes[_at] != expected) return false;
        _at++;
        return true;
    }
}
