using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Custody.Bundles;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

public sealed class MainJobTests
{
    public static TheoryData<string> Ids => [.. Shipped.WorkflowIds];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_order_goes_from_its_beginning_to_its_close_over_http(string workflow)
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server, workflow);

        await order.AtAsync(order.Workflow.States.Last(s => s.IsFinal && s.Name.StartsWith("closed", StringComparison.Ordinal)).Name);

        var view = await (await server.GetAsync("inspector@stranger-clinic", order.Path)).JsonAsync();
        Assert.True(view.GetProperty("state").GetProperty("final").GetBoolean());
        Assert.Empty(view.GetProperty("open").EnumerateArray());
        var bundle = await (await server.GetAsync("inspector@stranger-clinic", $"{order.Path}/bundle")).Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var found = await BundleVerifier.VerifyAsync(bundle, TestContext.Current.CancellationToken);
        Assert.Equal(order.Order.Seq, Assert.IsType<Verification.Sound>(found).Count);
    }
}
