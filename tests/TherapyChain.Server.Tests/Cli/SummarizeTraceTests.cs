using TherapyChain.Cli;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Cli;

public class SummarizeTraceTests
{
    private const string QTag = "berlinger_qtag_clm_03.txt";
    private const string HoboMx = "hobo_mx_21251295.csv";

    [Fact]
    public async Task An_excursion_ends_with_1_and_is_told_in_local_time_and_UTC()
    {
        var run = await Summarize(HoboMx, "--min", "2", "--max", "8");
        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Empty(run.Error);
        Assert.Contains("Period    2022-03-21 18:15:00 -07:00 to 2022-03-22 10:10:00 -07:00 (America/Los_Angeles)", run.Output, StringComparison.Ordinal);
        Assert.Contains("2022-03-22 01:15:00Z to 2022-03-22 17:10:00Z, 15 h 55 min", run.Output, StringComparison.Ordinal);
        Assert.Contains("  above  2022-03-21 18:15:00 -07:00  2022-03-21 19:20:00 -07:00  1 h 5 min  20.76 °C", run.Output, StringComparison.Ordinal);
        Assert.Contains("Mean kinetic temperature  7.084 °C (each reading held until the next", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_inside_its_limits_ends_with_0()
    {
        var run = await Summarize(QTag, "--min", "2", "--max", "12.7");
        Assert.Equal(ExitCode.Good, run.Exit);
        Assert.Contains("No findings: every reading is within the limits.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_limits_only_gaps_are_judged_and_the_page_says_so()
    {
        var run = await Summarize(QTag);
        Assert.Equal(ExitCode.Good, run.Exit);
        Assert.Contains("No limits were given", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Finding, (await Summarize(QTag, "--max-gap", "9")).Exit);
    }

    [Fact]
    public async Task Daily_extremes_are_judged_by_the_day()
    {
        var run = await Summarize("berlinger_fridgetag2_130400191544.txt", "--min", "2", "--max", "8");
        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Contains("The extremes of 2023-04-17, 2023-04-18, 2023-04-19 lie outside", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Mean kinetic temperature", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_holds_the_same_facts()
    {
        var run = await Summarize("berlinger_fridgetag_ultralow_100800001215.txt", "--max", "-60", "--zone", "Europe/Stockholm", "--json");
        Assert.Equal(ExitCode.Finding, run.Exit);
        var json = run.Json;
        Assert.Equal("100800001215", json.GetProperty("serial").GetString());
        Assert.Equal(("Europe/Stockholm", "caller"), (json.GetProperty("zone").GetProperty("id").GetString(), json.GetProperty("zone").GetProperty("source").GetString()));
        Assert.Equal("2023-04-17T14:06:00Z", json.GetProperty("period").GetProperty("start").GetString());
        Assert.Equal((841, 6), (json.GetProperty("readings").GetProperty("count").GetInt32(), json.GetProperty("readings").GetProperty("missing").GetInt32()));
        Assert.Equal((4175, 25), (json.GetProperty("minutes").GetProperty("above").GetInt32(), json.GetProperty("minutes").GetProperty("noData").GetInt32()));
        Assert.Equal(["no-data", "above", "no-data"], json.GetProperty("episodes").EnumerateArray().Select(episode => episode.GetProperty("kind").GetString()));
        Assert.Equal("storage is below 0 °C", json.GetProperty("meanKineticTemperature").GetProperty("notApplicable").GetString());
    }

    [Fact]
    public async Task A_layout_that_is_not_built_in_is_read_through_a_profile()
    {
        const string file = "synthetic_semicolon_decimal_comma.csv";
        var alone = await Summarize(file);
        Assert.Equal(ExitCode.Finding, alone.Exit);
        Assert.Contains("none of the layouts known here", alone.Error, StringComparison.Ordinal);

        var run = await Summarize(file, "--max", "-150", "--profile", TestData.PathOf("temperature/profiles/semicolon_decimal_comma.json"), "--zone", "Europe/Berlin");
        Assert.Equal(ExitCode.Finding, run.Exit);
        // Half an hour over the end of summer time: the wall clock goes back, the trace does not.
        Assert.Contains("2026-10-25 02:50:00 +02:00 to 2026-10-25 02:20:00 +01:00 (Europe/Berlin)", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("berlinger_qtag_clm_03.txt")]
    [InlineData("berlinger_fridgetag2_130400191544.txt")]
    [InlineData("berlinger_fridgetag_ultralow_100800001215.txt")]
    [InlineData("hobo_mx_21251295.csv")]
    [InlineData("synthetic_hoboware.csv")]
    public async Task No_line_is_wider_than_a_terminal_of_100_columns(string file)
    {
        var run = await Summarize(file, "--min", "2", "--max", "8");
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public async Task A_cut_file_ends_with_1_and_names_the_line()
    {
        var cut = Path.Combine(TempFolder.New().FullName, "cut.txt");
        await File.WriteAllBytesAsync(cut, TestData.Bytes("temperature/loggers/" + QTag)[..5000], TestContext.Current.CancellationToken);
        try
        {
            var run = await Command.RunAsync("traces", "summarize", cut, "--json");
            Assert.Equal(ExitCode.Finding, run.Exit);
            Assert.Equal("logger-file-cut-short", run.Json.GetProperty("refused").GetString());
            Assert.Contains($"line {run.Json.GetProperty("line").GetInt32()}: The file stops in line", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(cut);
        }
    }

    [Theory]
    [InlineData("There is no file", "nowhere.csv")]
    [InlineData("lies above", QTag, "--min", "8", "--max", "2")]
    [InlineData("--min is a temperature", QTag, "--min", "2,5")]
    [InlineData("--zone is an IANA name", QTag, "--zone", "Berlin")]
    [InlineData("--max-gap is a number", QTag, "--max-gap", "0")]
    public async Task Wrong_options_end_with_2(string words, string file, params string[] options)
    {
        var run = await Summarize(file, options);
        Assert.Equal(ExitCode.WrongUse, run.Exit);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    private static Task<Command> Summarize(string file, params string[] options) =>
        Command.RunAsync(["traces", "summarize", TestData.PathOf("temperature/loggers/" + file), .. options]);
}
