namespace TherapyChain.Domain.Custody.Bundles;

/// <summary>Cuts a stream into lines ended by a line feed, which is not part of the line; nothing else ends a line.</summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>A longer line is refused rather than read into memory: a workflow file is the longest thing that occurs.</summary>
    public const int LongestLine = 16 << 20;

    private byte[] _buffer = new byte[64 << 10];
    private int _start, _end;
    private bool _exhausted;

    /// <summary>Whether the line given last was ended by a line feed; only the very last may not be.</summary>
    public bool Ended { get; private set; }

    /// <summary>The next line, valid until the call after; null at the end.</summary>
    /// <exception cref="FormatException">A line longer than <see cref="LongestLine"/>.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken ct)
    {
        var searched = 0;
        while (true)
        {
            var feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0) return Take(searched + feed, ended: true);
            searched = _end - _start;
            if (searched > LongestLine) throw new FormatException($"a line is longer than {LongestLine >> 20} MiB");
            if (await FillAsync(ct)) continue;
            // Not by "? :": there null would become an empty line.
            if (searched == 0) return null;
            return Take(searched, ended: false);
        }
    }

    /// <summary>Looks whether anything follows what was given out, reading on if need be. Invalidates the line given last.</summary>
    public async ValueTask<bool> HasMoreAsync(CancellationToken ct) => _start < _end || await FillAsync(ct);

    private ReadOnlyMemory<byte> Take(int length, bool ended)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length + (ended ? 1 : 0);
        Ended = ended;
        return line;
    }

    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (_exhausted) return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += read;
        _exhausted = read == 0;
        return read > 0;
    }
}
