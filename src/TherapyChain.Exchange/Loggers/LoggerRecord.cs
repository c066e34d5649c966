using NodaTime;
using TherapyChain.Domain.Shipping;

namespace TherapyChain.Exchange.Loggers;

/// <summary>Who said in which zone the logger's clock ran.</summary>
public enum ZoneSource
{
    File,
    Caller,
}

/// <summary>An alarm as set in the logger: the limit, the side that alarms, and for how long before it does. Not the limit of a label.</summary>
public sealed record DeclaredAlarm(RangeState Side, MilliCelsius Limit, Duration After);

/// <summary>
/// What the logger computed itself: kept to be compared, never used as a result. <paramref name="EnergyKilojoulePerMole"/> belongs to the
/// mean kinetic temperature.
/// </summary>
public sealed record DeviceStatistics(
    MilliCelsius? MeanKinetic, decimal? EnergyKilojoulePerMole, MilliCelsius? Average, MilliCelsius? Min, MilliCelsius? Max);

/// <summary>One day of a logger that keeps extremes only. When within the day, and for how long, cannot be known from it.</summary>
/// <param name="Date">In the zone of the record.</param>
/// <param name="InAlarm">Time in each declared alarm, in their order.</param>
/// <param name="WithoutSensor">Time in which no sensor answered: the extremes say nothing about it.</param>
public sealed record LoggerDay(
    LocalDate Date, MilliCelsius? Min, MilliCelsius? Max, MilliCelsius? Average, IReadOnlyList<Duration> InAlarm, Duration WithoutSensor);

/// <summary>A logger file, read.</summary>
/// <param name="Format">The layout recognised.</param>
/// <param name="Device">Maker's name of the device, as the file says it.</param>
/// <param name="Serial">Null when the file does not tell it.</param>
/// <param name="Zone">The zone in which the file's clock was read.</param>
/// <param name="ZoneSource">Who said so.</param>
/// <param name="Activated">Local time in the zone; null when the file does not tell it.</param>
/// <param name="ReportCreated">Local time in the zone; null when the file does not tell it.</param>
/// <param name="DeclaredInterval">The logging interval set in the device.</param>
/// <param name="Trace">The readings; empty for a file of daily extremes.</param>
/// <param name="Days">Daily extremes, in the order of the file; empty for most loggers.</param>
/// <param name="Alarms">Alarms set in the device.</param>
/// <param name="Stated">What the device computed.</param>
/// <param name="Remarks">Sentences a reader must know to judge the record.</param>
/// <param name="Sha256">Of the raw bytes, lower-case hex.</param>
/// <param name="Length">Of the raw bytes.</param>
public sealed record LoggerRecord(
    string Format,
    string Device,
    string? Serial,
    DateTimeZone Zone,
    ZoneSource ZoneSource,
    LocalDateTime? Activated,
    LocalDateTime? ReportCreated,
    Duration? DeclaredInterval,
    TemperatureTrace Trace,
    IReadOnlyList<LoggerDay> Days,
    IReadOnlyList<DeclaredAlarm> Alarms,
    DeviceStatistics? Stated,
    IReadOnlyList<string> Remarks,
    string Sha256,
    long Length)
{
    /// <summary>Whether the record is daily extremes without readings: no excursion can be timed from it.</summary>
    public bool HasOnlyDays => Trace.Readings.Count == 0 && Days.Count > 0;

    /// <summary>Of a table, which has readings and nothing else.</summary>
    internal static LoggerRecord OfTable(
        string format, string device, string? serial, (DateTimeZone Zone, ZoneSource Source) clock, TemperatureTrace trace, IReadOnlyList<string> remarks, LoggerText text) =>
        new(format, device, serial, clock.Zone, clock.Source, null, null, null, trace, [], [], null, remarks, text.Sha256, text.Length);
}
