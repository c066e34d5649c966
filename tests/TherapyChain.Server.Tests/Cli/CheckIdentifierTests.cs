using System.Text.Json;
using TherapyChain.Cli;

namespace TherapyChain.Server.Tests.Cli;

public class CheckIdentifierTests
{
    [Fact]
    public async Task A_donation_number_is_told_in_its_parts()
    {
        var run = await Command.RunAsync("ids", "check", "G1234 17 654321 A");
        Assert.Equal(ExitCode.Good, run.Exit);
        Assert.Contains("ISBT 128 donation identification number: G1234 17 654321 A", run.Output, StringComparison.Ordinal);
        Assert.Contains("nominal year 2017", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A9999 17 12x456", 12, "a digit belongs there (serial number)")]
    [InlineData("G123417654321B", 14, "a character was mistyped")]
    [InlineData("CHO999926000001", 3, "issuing facility")]
    [InlineData("=>023366", 3, "2023 has days 001 to 365")]
    [InlineData("(01)04012345111117", 18, "the check digit should be 8")]
    [InlineData("SEC: PL001499Z549917123456 C00T041600320171231", 28, "coding system")]
    [InlineData("=+05000=A99991712345600", null, "announces 5 structures and holds 1")]
    [InlineData("https://id.gs1.org/01/97803", null, "too short")]
    [InlineData("]E04012345111118", 1, "symbology identifier")]
    [InlineData("(21)A-9", null, "says nothing without (01)")]
    [InlineData("nonsense", null, "8 characters")]
    public async Task What_is_wrong_is_told_with_the_character_and_the_reason(string text, int? position, string why)
    {
        var run = await Command.RunAsync("ids", "check", text, "--json");
        Assert.Equal(ExitCode.Finding, run.Exit);
        var found = run.Json.GetProperty("checked")[0];
        Assert.False(found.GetProperty("recognised").GetBoolean());
        var fault = found.GetProperty("faults")[0];
        Assert.Equal(position, fault.GetProperty("position").ValueKind == JsonValueKind.Null ? null : fault.GetProperty("position").GetInt32());
        Assert.Contains(why, fault.GetProperty("why").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digits_that_fit_two_standards_are_called_ambiguous()
    {
        var found = (await Command.RunAsync("ids", "check", "1332368594556", "--json")).Json.GetProperty("checked")[0];
        Assert.True(found.GetProperty("ambiguous").GetBoolean());
        Assert.Equal(["isbt-128-din", "gs1-gtin", "gs1-gln"], found.GetProperty("readings").EnumerateArray().Select(r => r.GetProperty("identifiers")[0].GetProperty("kind").GetString()));
        Assert.Contains("Ambiguous", found.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_the_user_names_codes_in_words()
    {
        var table = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(table, "code,description\nS1384,\"Made-up cells, frozen\"\n", TestContext.Current.CancellationToken);
            var run = await Command.RunAsync("ids", "check", "=<S1384V00", "--table", table);
            Assert.Equal(ExitCode.Good, run.Exit);
            Assert.Contains("cellular therapy: Made-up cells, frozen", run.Output, StringComparison.Ordinal);

            await File.WriteAllTextAsync(table, "S1384;no comma", TestContext.Current.CancellationToken);
            run = await Command.RunAsync("ids", "check", "=<S1384V00", "--table", table);
            Assert.Equal(ExitCode.WrongUse, run.Exit);
            Assert.Contains("line 1 has no comma", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(table);
        }
        Assert.Equal(ExitCode.WrongUse, (await Command.RunAsync("ids", "check", "=<S1384V00", "--table", table)).Exit);
    }

    [Fact]
    public async Task A_dash_reads_lines_and_one_bad_line_is_a_finding()
    {
        var before = Console.In;
        try
        {
            using var lines = new StringReader("CHA999926000001\n\n=A99991712345600\nwrong\n");
            Console.SetIn(lines);
            var run = await Command.RunAsync("ids", "check", "-", "--json");
            Assert.Equal(ExitCode.Finding, run.Exit);
            Assert.Equal([true, true, false], run.Json.GetProperty("checked").EnumerateArray().Select(c => c.GetProperty("recognised").GetBoolean()));
            using var nothing = new StringReader("\n");
            Console.SetIn(nothing);
            Assert.Equal(ExitCode.WrongUse, (await Command.RunAsync("ids", "check", "-")).Exit);
        }
        finally
        {
            Console.SetIn(before);
        }
    }
}
