using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Server.Demo;

/// <summary>Files that stand for papers and logger exports. Each says of itself that it was made for the demonstration.</summary>
internal static class DemoFiles
{
    private static readonly LocalDateTimePattern RowTime = LocalDateTimePattern.CreateWithInvariantCulture("MM/dd/yy hh:mm:ss tt");
    private static readonly Duration Interval = Duration.FromMinutes(15);

    /// <summary>A paper in plain words.</summary>
    public static byte[] Paper(string title, Order order, string site, string name, LocalDate day) => Encoding.UTF8.GetBytes(
        $"""
        {title}

        Order      {order.Id}
        Reference  {order.Reference}
        Issued by  {name}, {site}
        Date       {LocalDatePattern.Iso.Format(day)}

        Made for the demonstration. No such paper was ever issued, and no patient stands behind it.

        """);

    /// <summary>A logger's export in the HOBOware layout over a leg of the journey, with the temperatures such a shipper would show.</summary>
    /// <param name="kind">What travelled; its limits are kept unless <paramref name="warm"/>.</param>
    /// <param name="warm">Whether the limit was passed for about an hour.</param>
    public static byte[] Trace(ContainerKind kind, Instant from, Instant to, int number, bool warm)
    {
        var text = new StringBuilder();
        var serial = 20_480_000 + number % 90_000;
        text.Append(CultureInfo.InvariantCulture, $"\"Plot Title: Demonstration {kind.Name}\"\n");
        text.Append(CultureInfo.InvariantCulture, $"\"#\",\"Date Time, GMT+00:00\",\"Temp, °C (LGR S/N: {serial}, SEN S/N: {serial})\",\"End Of File (LGR S/N: {serial})\"\n");
        var row = 1;
        for (var at = from; at < to; at += Interval, row++)
            text.Append(CultureInfo.InvariantCulture, $"{row},{RowTime.Format(at.InUtc().LocalDateTime)},{Reading(kind, row, number, warm):0.000},\n");
        text.Append(CultureInfo.InvariantCulture, $"{row},{RowTime.Format(to.InUtc().LocalDateTime)},,Logged\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static double Reading(ContainerKind kind, int row, int number, bool warm)
    {
        // Vapour of liquid nitrogen, a freezer pack, or a refrigerated box; a slow drift and a small wave make it look measured.
        var (level, wave) = kind.OnTheWay.MaxCelsius switch { <= -100 => (-188.4, 1.6), <= -20 => (-73.2, 1.1), _ => (4.7, 0.7) };
        var reading = level + wave * Math.Sin((row + number % 17) / 5.0) + wave / 3 * Math.Sin((row * 7 + number) % 31);
        return warm && row is >= 24 and < 29 ? (double)(kind.OnTheWay.MaxCelsius ?? 8) + 1.1 + 0.4 * (row - 24) : reading;
    }
}
