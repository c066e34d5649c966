using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Server.Access;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Practice;

/// <summary>Every therapy can be practised, in roles of all kinds, from its beginning to its end.</summary>
public sealed class PracticeWalkTests(SharedServer shared) : IClassFixture<SharedServer>
{
    public static TheoryData<string> Workflows => [.. Shipped.WorkflowIds];

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task A_therapy_is_walked_to_its_end_with_nothing_but_what_stands_on_the_screen(string workflow)
    {
        var server = shared.Server;
        // Every sixth role, others in each therapy: together all.
        var roles = Shipped.Workflow(workflow).Steps.SelectMany(step => step.By.Roles).Distinct().Order(StringComparer.Ordinal).Where((_, i) => i % 6 == Shipped.WorkflowIds.TakeWhile(id => id != workflow).Count() % 6).ToList();
        var walked = 0;
        foreach (var role in roles)
        {
            using var browser = Browser.In(server, $"{role}@stranger-clinic");
            if (!(await browser.TextAsync("/practice")).Contains($"value=\"{workflow} {role}\"", StringComparison.Ordinal)) continue;
            var walker = await Walker.BeginAsync(browser, workflow, role);

            Assert.True(await walker.ToTheEndAsync() > 0);

            var name = $"practice-{workflow}-1-{role}";
            Assert.True(server.App.Services.GetRequiredService<Keyring>().Now.People[TestNetwork.IdOf($"{role}@stranger-clinic")].Qualifications.ContainsKey(name), $"{role}: {await walker.PageAsync()}");
            walked++;
        }
        Assert.True(walked >= 1, $"Only {walked} of {roles.Count} roles could be practised.");
    }
}
