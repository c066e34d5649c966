using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NodaTime;
using TherapyChain.Domain.Shipping;
using TherapyChain.Exchange.Loggers;

namespace TherapyChain.Cli.Traces;

/// <summary><c>traces summarize</c>: what a logger file says about a leg, and whether anything in it needs a decision.</summary>
internal static class SummarizeTrace
{
    public static Command Verb()
    {
        var file = new Argument<string>("logger file") { Description = "A file read out of a temperature logger." };
        var min = Temperature("--min", "Lower limit in °C, inclusive.");
        var max = Temperature("--max", "Upper limit in °C, inclusive.");
        var zone = new Option<DateTimeZone?>("--zone")
        {
            Description = "Zone to show times in, and to read the clock in where the file does not state an offset.",
            HelpName = "IANA name or UTC+01:00",
            CustomParser = Zone,
        };
        var maxGap = new Option<int?>("--max-gap")
        {
            Description = "Longest spacing over which a reading still holds. Twice the usual interval unless given.",
            HelpName = "minutes",
        };
        var profile = new Option<string?>("--profile") { Description = "A layout that is not built in, as a JSON file.", HelpName = "file" };
        return Cli.Verb.Create("summarize", "Readings, gaps, excursions and mean kinetic temperature of a logger file.",
            [file, min, max, zone, maxGap, profile],
            (parsed, cancel) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(min), parsed.GetValue(max), parsed.GetValue(zone),
                parsed.GetValue(maxGap), parsed.GetValue(profile), cancel));
    }

    private static async Task<Answer> RunAsync(
        string file, MilliCelsius? min, MilliCelsius? max, DateTimeZone? zone, int? maxGap, string? profileFile, CancellationToken cancel)
    {
        if (min > max) return Answer.Wrong($"--min {min} lies above --max {max}.");
        if (maxGap is <= 0 or > 1_000_000) return Answer.Wrong("--max-gap is a number of minutes from 1 to 1000000.");
        if (!File.Exists(file)) return Answer.Wrong($"There is no file {file}.");
        IReadOnlyList<LoggerProfile> profiles = [];
        if (profileFile is not null)
        {
            if (!File.Exists(profileFile)) return Answer.Wrong($"There is no file {profileFile}.");
            var json = await File.ReadAllTextAsync(profileFile, cancel);
            if (!LoggerProfileFile.TryParse(json, out var profile, out var problem)) return Answer.Wrong($"{profileFile}: {problem}");
            profiles = [profile];
        }
        await using var stream = File.OpenRead(file);
        return await LoggerFiles.ReadAsync(stream, zone, profiles: profiles, cancel: cancel) switch
        {
            LoggerOutcome.Parsed parsed => TraceSummary.Of(Path.GetFileName(file), parsed.Record, new TemperatureLimits(min, max), zone, maxGap).ToAnswer(),
            LoggerOutcome.ZoneNeeded needed => Answer.Wrong($"{needed.Why} Give it with --zone, such as --zone Europe/Berlin."),
            LoggerOutcome.Refused refused => new Answer(
                ExitCode.Finding, new { refused = refused.Code, line = refused.Line, why = refused.Why.ToString() }, _ => { },
                refused.Line is { } line ? $"{Path.GetFileName(file)}, line {line}: {refused.Why}" : $"{Path.GetFileName(file)}: {refused.Why}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Option<MilliCelsius?> Temperature(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "°C",
        CustomParser = result =>
        {
            // A point in every locale: the same line must mean the same in each country.
            const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            if (decimal.TryParse(result.Tokens[0].Value, plain, CultureInfo.InvariantCulture, out var celsius)
                && MilliCelsius.TryFromCelsius(celsius, out var temperature)) return temperature;
            result.AddError($"{name} is a temperature in °C with a decimal point, such as -150 or 8.5; not \"{result.Tokens[0].Value}\".");
            return null;
        },
    };

    private static DateTimeZone? Zone(ArgumentResult result)
    {
        if (LoggerClock.TryParseZone(result.Tokens[0].Value, out var zone)) return zone;
        result.AddError($"--zone is an IANA name such as Europe/Berlin, or an offset such as UTC+01:00; not \"{result.Tokens[0].Value}\".");
        return null;
    }
}
