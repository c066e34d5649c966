using System.Diagnostics;
using TherapyChain.Documents.Words;
using TherapyChain.Domain.Workflows;
using TherapyChain.Domain.Workflows.Proofs;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Workflows;

public sealed class ShippedWorkflowTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ids => [.. Shipped.WorkflowIds];

    /// <summary>A hospital's own workflow may leave French out, ours may not: a paper half in English is no paper in French.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_word_is_told_in_every_language_that_papers_are_set_in(string id)
    {
        var words = Shipped.Workflow(id).Words;
        Assert.All(PaperWords.Languages, language => Assert.Contains(language, Vocabulary.Languages.Concat(Vocabulary.OptionalLanguages)));
        Assert.Empty(words.Where(w => string.IsNullOrWhiteSpace(w.Value.Fr)).Select(w => w.Key));
        Assert.Equal(words[id].Fr, Shipped.Workflow(id).Say(id, "fr"));
    }

    [Fact]
    public void Every_safety_property_is_told_in_French_too() =>
        Assert.Empty(Shipped.Safety.Where(p => string.IsNullOrWhiteSpace(p.Words.Fr)).Select(p => p.Name));

    [Theory]
    [MemberData(nameof(Ids))]
    [Requirement("P11-06", "P4-04", "P4-05", "FJ-02", "FJ-03")]
    public void Every_safety_property_holds_on_every_path(string id)
    {
        var watch = Stopwatch.StartNew();
        var outcome = SafetyProof.Prove(Shipped.Workflow(id), Shipped.Safety);
        var milliseconds = watch.Elapsed.TotalMilliseconds;

        if (outcome is SafetyProof.Outcome.Broken broken) Assert.Fail(string.Join("\n", broken.Findings));
        var proved = Assert.IsType<SafetyProof.Outcome.Proved>(outcome);
        output.WriteLine($"{id}: {Shipped.Safety.Count} properties over {proved.Situations} situations and {proved.Transitions} transitions in {milliseconds:0.0} ms");
    }
}
