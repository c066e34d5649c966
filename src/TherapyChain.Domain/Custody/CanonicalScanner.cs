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
/// minimal escapes, valid UTF-8, canonical numbers. Every method takes the place where something must stand and answers the place behind it,
/// or <see cref="No"/> with <see cref="Fault"/> and <see cref="FaultAt"/> set; the place lives in a register that way, which is most of the
/// speed. Nothing is allocated for plain ASCII.
/// </summary>
internal ref struct CanonicalScanner(ReadOnlySpan<byte> bytes)
{
    /// <summary>Deeper nesting is refused: no entry needs it, and a stack must not be the limit.</summary>
    public const int MaxDepth = 64;

    /// <summary>What a method answers when the bytes do not fit.</summary>
    public const int No = -1;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>What should have stood at <see cref="FaultAt"/>; null as long as everything fits.</summary>
    public string? Fault { get; private set; }

    public int FaultAt { get; private set; }

    public readonly bool Is(int at, char next) => (uint)at < (uint)_bytes.Length && _bytes[at] == next;

    public readonly bool IsEnd(int at) => at == _bytes.Length;

    /// <summary>Exactly these bytes. Passes <see cref="No"/> on, so that calls can be chained.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Literal(int at, ReadOnlySpan<byte> expected, string fault)
    {
        if (at < 0) return No;
        return _bytes[at..].StartsWith(expected) ? at + expected.Length : Refuse(at, fault);
    }

    /// <summary>A quoted string; its content lies between the place given and the one answered, without the quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int String(int at, out bool isPlain)
    {
        isPlain = true;
        if (!Is(at, '"')) return Refuse(at, "a string must begin here");
        // Nearly every string is short and plain: one block decides, and the long way round is not inlined.
        var end = EndOfPlain(at + 1);
        if (Is(end, '"')) return end + 1;
        isPlain = false;
        return Mixed(end);
    }

    public int Value(int at, int depth = 0)
    {
        if (IsEnd(at)) return Refuse(at, "a value is missing");
        return _bytes[at] switch
        {
            (byte)'"' => String(at, out _),
            (byte)'{' => Object(at, depth),
            (byte)'[' => Array(at, depth),
            (byte)'t' => Literal(at, "true"u8, "not a JSON value"),
            (byte)'f' => Literal(at, "false"u8, "not a JSON value"),
            (byte)'n' => Literal(at, "null"u8, "not a JSON value"),
            _ => Number(at),
        };
    }

    /// <summary>A whole number above 0 that fits an <see cref="int"/>.</summary>
    public int Count(int at, out int count)
    {
        var end = at;
        long value = 0;
        for (; end < _bytes.Length && _bytes[end] is >= (byte)'0' and <= (byte)'9' && value <= int.MaxValue; end++) value = value * 10 + (_bytes[end] - '0');
        count = value <= int.MaxValue ? (int)value : 0;
        return count > 0 && _bytes[at] != '0' ? end : Refuse(at, "a whole number above 0 must stand here");
    }

    public int Refuse(int at, string fault)
    {
        if (Fault is null) (Fault, FaultAt) = (fault, at);
        return No;
    }

    private int Object(int at, int depth)
    {
        if (depth == MaxDepth) return Refuse(at, "nested too deeply");
        if (Is(++at, '}')) return at + 1;
        ReadOnlySpan<byte> last = default;
        var (isFirst, lastIsPlain) = (true, true);
        while (true)
        {
            var end = String(at, out var isPlain);
            if (end < 0) return No;
            var key = _bytes[at..end];
            if (!isFirst && Compare(last, key, lastIsPlain && isPlain) >= 0) return Refuse(at, "keys must ascend, each once");
            last = key;
            (isFirst, lastIsPlain) = (false, isPlain);
            if (!Is(end, ':')) return Refuse(end, "':' must follow a key");
            at = Value(end + 1, depth + 1);
            if (at < 0) return No;
            if (Is(at, '}')) return at + 1;
            if (!Is(at, ',')) return Refuse(at, "',' or '}' must follow a value");
            at++;
        }
    }

    private int Array(int at, int depth)
    {
        if (depth == MaxDepth) return Refuse(at, "nested too deeply");
        if (Is(++at, ']')) return at + 1;
        while (true)
        {
            at = Value(at, depth + 1);
            if (at < 0) return No;
            if (Is(at, ']')) return at + 1;
            if (!Is(at, ',')) return Refuse(at, "',' or ']' must follow a value");
            at++;
        }
    }

    private int Number(int at)
    {
        var end = at;
        while (end < _bytes.Length && _bytes[end] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'+' or (byte)'.' or (byte)'e') end++;
        var text = _bytes[at..end];
        // Up to fifteen digits without sign, point and leading zero are canonical at sight; the rest is compared with the canonical text.
        if (text.Length is > 0 and <= 15 && text[0] != '0' && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return end;
        return EcmaNumber.IsCanonical(text) ? end : Refuse(at, "not a number in canonical form");
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
    private int Mixed(int at)
    {
        for (; !IsEnd(at); at = EndOfPlain(at))
        {
            if (_bytes[at] == '"') return at + 1;
            at = _bytes[at] >= 0x80 ? MultiByte(at) : Escape(at);
            if (at < 0) return No;
        }
        return Refuse(at, "the text ends inside a string");
    }

    private int MultiByte(int at)
    {
        // Two-byte letters (degree sign, umlauts) are by far the most frequent.
        if (_bytes[at] is >= 0xc2 and <= 0xdf && at + 1 < _bytes.Length && (_bytes[at + 1] & 0xc0) == 0x80) return at + 2;
        return Rune.DecodeFromUtf8(_bytes[at..], out _, out var consumed) == OperationStatus.Done ? at + consumed : Refuse(at, "not valid UTF-8");
    }

    private int Escape(int at)
    {
        if (_bytes[at] != '\\') return Refuse(at, "a control character must be escaped");
        var rest = _bytes[(at + 1)..];
        if (rest.IsEmpty) return Refuse(at, "the text ends inside a string");
        if ("\"\\bfnrt"u8.Contains(rest[0])) return at + 2;
        // Of the \u form only the controls without a short one are left, in lower case.
        if (rest.Length < 5 || !rest.StartsWith("u00"u8) || rest[3] is not ((byte)'0' or (byte)'1')) return Refuse(at, "not a canonical escape");
        var low = "0123456789abcdef"u8.IndexOf(rest[4]);
        var hasShortForm = rest[3] == '0' && low is (8 or 9 or 10 or 12 or 13);
        return low < 0 || hasShortForm ? Refuse(at, "not a canonical escape") : at + 6;
    }

    // Both with their quotes. Most keys differ in their first letter; beyond ASCII the order of UTF-16 is not that of the bytes.
    private static int Compare(ReadOnlySpan<byte> last, ReadOnlySpan<byte> key, bool plain)
    {
        if (last[1] != key[1] && plain && last.Length > 2 && key.Length > 2) return last[1] - key[1];
        return plain ? last[1..^1].SequenceCompareTo(key[1..^1]) : string.CompareOrdinal(Text(last), Text(key));
    }

    /// <summary>The text of a string that was accepted, given with its quotes.</summary>
    public static string Text(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString()!;
    }
}
