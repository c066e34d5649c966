using NodaTime;

namespace TherapyChain.Exchange.Loggers;

/// <summary>The way in: recognises the layout of a logger file from its bytes and reads it. Never throws on any bytes.</summary>
public static class LoggerFiles
{
    /// <summary>16 MiB: a year of readings every ten seconds, with room to spare.</summary>
    public const long UsualLimit = 16 * 1024 * 1024;

    /// <param name="bytes">The raw file; kept byte for byte by the caller, since the record's hash is of these bytes.</param>
    /// <param name="zone">
    /// The zone of the clock, if the caller knows it. An offset that the file states outright stands; a claim in doubt yields to the caller.
    /// </param>
    /// <param name="maxBytes">The longest file to read.</param>
    /// <param name="profiles">Layouts known to the caller beside the built-in ones; tried first, in order.</param>
    public static LoggerOutcome Read(byte[] bytes, DateTimeZone? zone = null, long maxBytes = UsualLimit, IReadOnlyList<LoggerProfile>? profiles = null)
    {
        if (bytes.LongLength > maxBytes) return TooLarge(maxBytes);
        if (LoggerText.TryDecode(bytes, out var text) is { } fault) return fault;
        return Recognise(text!, zone, profiles ?? []);
    }

    /// <summary>As <see cref="Read"/>, from a stream, of which no more than the limit is held in memory.</summary>
    public static async Task<LoggerOutcome> ReadAsync(
        Stream stream, DateTimeZone? zone = null, long maxBytes = UsualLimit, IReadOnlyList<LoggerProfile>? profiles = null,
        CancellationToken cancel = default)
    {
        using var kept = new MemoryStream();
        var chunk = new byte[81_920];
        for (int read; (read = await stream.ReadAsync(chunk, cancel)) > 0;)
        {
            if (kept.Length + read > maxBytes) return TooLarge(maxBytes);
            kept.Write(chunk, 0, read);
        }
        return Read(kept.ToArray(), zone, maxBytes, profiles);
    }

    private static LoggerOutcome.Refused TooLarge(long maxBytes) =>
        new(LoggerFault.TooLarge, null, $"The file is longer than the limit of {maxBytes} bytes.");

    private static LoggerOutcome Recognise(LoggerText text, DateTimeZone? zone, IReadOnlyList<LoggerProfile> profiles)
    {
        foreach (var profile in profiles)
            if (profile.Fits(text))
                return profile.Read(text, zone);
        if (BerlingerFile.Fits(text)) return BerlingerFile.Read(text, zone);
        if (HoboMxFile.Fits(text)) return HoboMxFile.Read(text, zone);
        if (HoboWareFile.Fits(text)) return HoboWareFile.Read(text, zone);
        var tried = string.Join(", ", profiles.Select(profile => profile.Name).Concat([BerlingerFile.Format, HoboMxFile.Format, HoboWareFile.Format]));
        return new LoggerOutcome.Refused(LoggerFault.Unrecognised, 1, $"The file is none of the layouts known here ({tried}).");
    }
}
