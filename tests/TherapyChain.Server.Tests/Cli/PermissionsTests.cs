using TherapyChain.Cli;
using TherapyChain.Domain.Access;

namespace TherapyChain.Server.Tests.Cli;

public sealed class PermissionsTests
{
    [Fact]
    public async Task The_table_is_told_as_a_page_and_as_json()
    {
        var page = await Command.RunAsync("permissions");
        var json = await Command.RunAsync("permissions", "--json");

        Assert.Equal(ExitCode.Good, page.Exit);
        Assert.All(PermissionTable.Shipped.All, act => Assert.Contains($"\n{act.Name}: ", page.Output, StringComparison.Ordinal));
        var judge = json.Json.GetProperty("acts").EnumerateArray().Single(a => a.GetProperty("act").GetString() == "judge-identity");
        Assert.Equal(["quality"], judge.GetProperty("granted").GetProperty("party").EnumerateArray().Select(r => r.GetString()));
        Assert.Empty(judge.GetProperty("granted").GetProperty("carrier").EnumerateArray());
    }
}
