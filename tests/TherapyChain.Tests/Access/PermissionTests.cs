using System.Collections.Immutable;
using System.Reflection;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;
using OrderDocuments = TherapyChain.Domain.Orders.Documents;

namespace TherapyChain.Tests.Access;

public sealed class PermissionTests
{
    private static readonly PermissionTable Table = PermissionTable.Shipped;
    private static readonly string Text = File.ReadAllText(Path.Combine(Shipped.Root, "src/TherapyChain.Domain/Access/permissions.yaml"));

    [Fact]
    public void The_page_for_readers_is_the_table() => Assert.Null(Golden.Difference("docs/permissions.md", PermissionText.Markdown(Table)));

    [Fact]
    public void The_names_in_code_are_the_acts_of_the_file() => Assert.Equal(
        Table.All.Select(a => a.Name).Order(StringComparer.Ordinal),
        typeof(Acts).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_verb_of_an_order_is_an_act() => Assert.All(Vocabulary.Verbs, verb => Assert.Equal(About.Order, Table[verb].About));

    [Fact]
    public void What_can_be_done_to_an_order_can_be_done_only_by_those_who_see_it() => Assert.All(
        Table.All.Where(a => a.About == About.Order && a.Name != Acts.BeginOrder), act => Assert.All(act.Granted, granted =>
            Assert.Empty(granted.Value.Except(Table[Acts.SeeOrder].Granted[granted.Key]))));

    [Theory]
    [InlineData("party: quality\n", "party: qualty\n", "Did you mean \"quality\"?")]
    [InlineData("    none: inspector\n", "", "\"none\"")]
    [InlineData("    here: administrator\n", "    none: administrator\n", "no relation of an act about server")]
    [InlineData("     partner-viewer, data-manager", "     data-manager", "partner-viewer")]
    [InlineData("about: open\n", "about: door\n", "door")]
    public void A_mistake_in_the_file_is_found(string was, string now, string words)
    {
        var findings = Assert.IsType<PermissionFile.Reading.Unsound>(PermissionFile.Read(Text.Replace(was, now, StringComparison.Ordinal))).Findings;
        Assert.Contains(findings, f => f.Message.ToString().Contains(words, StringComparison.Ordinal));
    }

    /// <summary>Every decision, for every pair of roles at every kind of site: what is recorded is granted, and in a role to which it is granted.</summary>
    [Fact]
    [Requirement("P11-04")]
    public void No_decision_grants_what_the_table_does_not()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("collected");
        var weighed = s.Order.Evidence["collected-volume"];
        var held = ((Decision.Accepted)Holds.Place(s.Workflow, s.Order, "Wait.", s.By("quality", "treatment-site"))).After;
        var document = new DocumentAdded(new string('a', 64), "paper.txt", "text/plain", 5, "document", ImmutableSortedDictionary<string, string>.Empty);
        (string Act, Func<Context, Decision> Decide)[] decisions =
        [
            (Acts.Hold, c => Holds.Place(s.Workflow, s.Order, "Wait.", c)),
            (Acts.Resume, c => Holds.Resolve(s.Workflow, held, held.Holds[^1].Seq, "Go on.", c)),
            (Acts.Correct, c => CorrectEntry.Decide(s.Workflow, s.Order, weighed.Seq, "collected-volume", weighed.Value with { Value = "181" }, "Misread.", c)),
            (Acts.RecordDeviation, c => RecordDeviation.Decide(s.Workflow, s.Order, "delay", "Late.", c)),
            (Acts.AddDocument, c => OrderDocuments.Add(s.Order, document, c)),
            (Acts.PrintRecord, c => OrderDocuments.Print(s.Order, "custody-record", "0", Names.None, c)),
            (Acts.BeginOrder, c => CreateOrder.Decide(s.Workflow, Some.OrderId, "2026-1", s.Order.Parties, Some.KnownSites, c)),
        ];
        var accepted = new HashSet<string>();
        foreach (var site in s.Order.Parties.Values.Distinct().Append("elsewhere"))
        foreach (var one in Vocabulary.Roles.Order(StringComparer.Ordinal))
        foreach (var two in Vocabulary.Roles.Order(StringComparer.Ordinal))
        {
            var actor = Some.Person(one, "treatment-site") with { Id = "walker", Site = site, Roles = one == two ? [one] : [one, two] };
            foreach (var (act, decide) in decisions)
            {
                var decision = decide(new Context(s.Now, actor));
                if (decision is not Decision.Accepted { Entries: [.., var entry] }) continue;
                accepted.Add(act);
                Assert.True(Table.Allows(act, entry.Role, s.Order.To(site)), $"{one}+{two} at {site}: {act} was recorded in the role {entry.Role}.");
                Assert.Contains(entry.Role, actor.Roles);
            }
        }
        Assert.Equal(decisions.Select(d => d.Act).Order(StringComparer.Ordinal), accepted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Who_only_carries_neither_resumes_nor_corrects_what_others_entered_nor_begins()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("collected");
        var quality = s.By("quality", "courier");
        var held = ((Decision.Accepted)Holds.Place(s.Workflow, s.Order, "Wait.", s.By("quality", "treatment-site"))).After;
        var (seq, step) = s.Order.Steps.First(x => !x.Value.Evidence.IsEmpty);

        Assert.Equal(["hold.carrier"], Codes(Holds.Resolve(s.Workflow, held, held.Holds[^1].Seq, "Go on.", quality)));
        Assert.Contains("correction.elsewhere", Codes(CorrectEntry.Decide(s.Workflow, s.Order, seq, step.Evidence.First().Key, new EvidenceValue("1"), "Misread.", quality)));
        Assert.Equal(["actor.carrier"], Codes(CreateOrder.Decide(s.Workflow, Some.OrderId, "2026-1", s.Order.Parties, Some.KnownSites, s.By("coordinator", "courier"))));
    }

    private static IEnumerable<string> Codes(Decision decision) => Assert.IsType<Decision.Refused>(decision).Reasons.Select(r => r.Code);
}
