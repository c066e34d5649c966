using FsCheck.Xunit;
using NodaTime;
using TherapyChain.Domain.Shipping;
using TherapyChain.Exchange.Loggers;
using static TherapyChain.Tests.Loggers.Samples;

namespace TherapyChain.Tests.Loggers;

/// <summary>Damage of every kind gets an answer; how the bytes arrive does not matter.</summary>
public class LoggerMutationLaws
{
    private static readonly (string File, byte[] Bytes)[] Files = [.. All.Select(file => (file, Bytes(file)))];

    [Property(MaxTest = 3000)]
    public bool Flipped_bytes_never_throw(byte which, (byte High, byte Low, byte Value)[] flips, bool withZone)
    {
        var bytes = (byte[])Files[which % Files.Length].Bytes.Clone();
        foreach (var (high, low, value) in flips) bytes[Place(high, low, bytes)] = value;
        return IsAnswer(Read(bytes, withZone ? "Europe/Berlin" : null));
    }

    [Property(MaxTest = 2000)]
    public bool A_truncated_or_spliced_file_never_throws(byte which, byte high, byte low, byte other, byte otherHigh, byte otherLow)
    {
        var (bytes, rest) = (Files[which % Files.Length].Bytes, Files[other % Files.Length].Bytes);
        var start = Place(high, low, bytes);
        return IsAnswer(Read(bytes[..start])) && IsAnswer(Read([.. bytes[..start], .. rest[Place(otherHigh, otherLow, rest)..]]));
    }

    [Property(MaxTest = 500)]
    public bool A_digit_changed_anywhere_never_makes_a_trace_with_time_unaccounted(byte which, byte high, byte low, byte digit)
    {
        var bytes = (byte[])Files[which % Files.Length].Bytes.Clone();
        var place = Enumerable.Range(0, bytes.Length).Select(i => (Place(high, low, bytes) + i) % bytes.Length).First(i => char.IsAsciiDigit((char)bytes[i]));
        bytes[place] = (byte)('0' + digit % 10);
        if (Read(bytes) is not LoggerOutcome.Parsed { Record.Trace: var trace }) return true;
        var report = Judge(trace);
        return report.InRange + report.Above + report.Below + report.NoData == trace.Span;
    }

    [Property(MaxTest = 300)]
    public bool Excursions_are_the_same_in_any_chunking_of_the_bytes(byte which, byte[] sizes)
    {
        var (file, bytes) = Files[which % Files.Length];
        using var stream = new ChunkedStream(bytes, sizes);
        var chunked = LoggerFiles.ReadAsync(stream, profiles: [SemicolonProfile]).GetAwaiter().GetResult();
        if (chunked is not LoggerOutcome.Parsed { Record: var record }) return false;
        var (here, whole) = (Judge(record.Trace), Judge(Parse(file).Trace));
        return record.Sha256 == Parse(file).Sha256 && here.Episodes.SequenceEqual(whole.Episodes) && here == whole with { Episodes = here.Episodes };
    }

    /// <summary>A place anywhere in the file: FsCheck draws bytes from their whole range, but integers near zero.</summary>
    private static int Place(byte high, byte low, byte[] bytes) => (high * 256 + low) % bytes.Length;

    private static ExcursionReport Judge(TemperatureTrace trace) =>
        ExcursionReport.Of(trace, new TemperatureLimits(null, MilliCelsius.FromCelsius(8)), Duration.FromMinutes(20), Duration.Zero);

    private static bool IsAnswer(LoggerOutcome outcome) => outcome switch
    {
        LoggerOutcome.Parsed parsed => parsed.Record.Sha256.Length == 64,
        LoggerOutcome.ZoneNeeded needed => needed.Why.ToString().Length > 0,
        LoggerOutcome.Refused refused => refused.Why.ToString().Length > 0 && refused.Code.Length > 0 && refused.Line is null or > 0,
        _ => false,
    };

    /// <summary>Hands out the bytes in pieces of the given sizes, over and over; 0 stands for 256.</summary>
    private sealed class ChunkedStream(byte[] bytes, byte[] sizes) : MemoryStream(bytes)
    {
        private int turn;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var size = sizes.Length == 0 ? 1000 : sizes[turn++ % sizes.Length] is var given && given == 0 ? 256 : given;
            return base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
        }
    }
}
