using NodaTime;
using TherapyChain.Exchange.Loggers;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Loggers;

/// <summary>The logger files of <c>tests/data/temperature</c>, and ways to read and damage them.</summary>
internal static class Samples
{
    public const string FridgeTag = "berlinger_fridgetag2_130400191544.txt";
    public const string UltraLow = "berlinger_fridgetag_ultralow_100800001215.txt";
    public const string QTag = "berlinger_qtag_clm_03.txt";
    public const string HoboMx = "hobo_mx_21251295.csv";
    public const string HoboWare = "synthetic_hoboware.csv";
    public const string Semicolon = "synthetic_semicolon_decimal_comma.csv";

    public static readonly string[] All = [FridgeTag, UltraLow, QTag, HoboMx, HoboWare, Semicolon];

    public static readonly LoggerProfile SemicolonProfile = Profile("temperature/profiles/semicolon_decimal_comma.json");

    public static byte[] Bytes(string file) => TestData.Bytes("temperature/loggers/" + file);

    public static LoggerOutcome Read(byte[] bytes, string? zone = null) =>
        LoggerFiles.Read(bytes, zone is null ? null : DateTimeZoneProviders.Tzdb[zone], profiles: [SemicolonProfile]);

    public static LoggerRecord Parse(string file, string? zone = null) => Assert.IsType<LoggerOutcome.Parsed>(Read(Bytes(file), zone)).Record;

    /// <summary>The sample with one text put in the place of another, which must be there.</summary>
    public static byte[] With(string file, string old, string replacement)
    {
        var text = System.Text.Encoding.UTF8.GetString(Bytes(file));
        Assert.Contains(old, text, StringComparison.Ordinal);
        return System.Text.Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public static LoggerOutcome.Refused Refused(byte[] bytes, string? zone = null) => Assert.IsType<LoggerOutcome.Refused>(Read(bytes, zone));

    private static LoggerProfile Profile(string path)
    {
        Assert.True(LoggerProfileFile.TryParse(TestData.Text(path), out var profile, out var problem), problem);
        return profile!;
    }
}
