using System.Text;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Workflows;

public sealed class CatalogueTests
{
    private static readonly WorkflowCatalogue.Source Safety = File("safety.yaml", """
        properties:
          consent-first:
            never: [infusion]
            without: [consent]
            words: { en: Consent comes first., de: Zuerst die Einwilligung., sv: Samtycke först. }
        """);

    [Fact]
    public void Versions_are_found_by_number_and_by_hash_and_the_latest_by_name()
    {
        var built = Assert.IsType<WorkflowCatalogue.Building.Built>(WorkflowCatalogue.Build(
            [File("b.yaml", Toy.With("version: 1", "version: 2")), File("a.yaml", Toy.With())], [Safety])).Catalogue;

        Assert.Equal([1, 2], built.All.Select(w => w.Version));
        Assert.Equal(2, built.Latest("toy")!.Version);
        Assert.Equal(1, built.Find("toy", 1)!.Version);
        Assert.Same(built.Find("toy", 1), built.ByHash(Toy.Read().Sha256));
        Assert.Null(built.Find("toy", 3));
        Assert.Null(built.Latest("other"));
        Assert.Null(built.ByHash("00"));
    }

    [Fact]
    public void The_shipped_files_make_a_catalogue()
    {
        var folder = Path.Combine(Shipped.Root, "workflows");
        WorkflowCatalogue.Source Read(string name) => new(name, System.IO.File.ReadAllBytes(Path.Combine(folder, name)));

        var built = Assert.IsType<WorkflowCatalogue.Building.Built>(WorkflowCatalogue.Build(Shipped.WorkflowIds.Select(id => Read(id + ".yaml")), [Read("safety.yaml")]));

        Assert.Equal(Shipped.WorkflowIds, built.Catalogue.All.Select(w => w.Id));
    }

    [Fact]
    public void The_same_version_twice_is_refused() => Refuses("duplicate-workflow", "b.yaml", [File("a.yaml", Toy.With()), File("b.yaml", Toy.With())], [Safety]);

    [Fact]
    public void The_same_property_twice_is_refused() => Refuses("duplicate-property", "site.safety.yaml", [File("a.yaml", Toy.With())], [Safety, Safety with { Name = "site.safety.yaml" }]);

    [Fact]
    public void Without_properties_nothing_is_proved_and_nothing_used() => Refuses("no-safety-properties", "safety.yaml", [File("a.yaml", Toy.With())], []);

    [Fact]
    public void One_unsound_file_stops_all() =>
        Refuses("unknown-state", "b.yaml", [File("a.yaml", Toy.With()), File("b.yaml", Toy.With("initial: ordered", "initial: orderd"))], [Safety]);

    [Fact]
    public void A_broken_property_is_named_with_the_shortest_path()
    {
        var finding = Refuses("property-broken", "a.yaml", [File("a.yaml", Toy.With("records: [consent, collection]", "records: [collection]").Replace("    requires: [consent]\n", "", StringComparison.Ordinal))], [Safety]);

        Assert.Equal("consent-first", finding.Property);
        Assert.Equal(["collect", "send", "receive", "infuse"], finding.Path);
        Assert.Equal("consent-first does not hold: Consent comes first. infuse breaks it.", finding.Message);
    }

    private static Finding Refuses(string code, string file, WorkflowCatalogue.Source[] workflows, WorkflowCatalogue.Source[] safety)
    {
        var finding = Assert.Single(Assert.IsType<WorkflowCatalogue.Building.Refused>(WorkflowCatalogue.Build(workflows, safety)).Findings);
        Assert.Equal((code, file), (finding.Finding.Code, finding.File));
        return finding.Finding;
    }

    private static WorkflowCatalogue.Source File(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}
