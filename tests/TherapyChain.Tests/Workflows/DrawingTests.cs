using System.Text.Json;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Workflows;

public sealed class DrawingTests
{
    public static TheoryData<string> Ids => [.. Shipped.WorkflowIds];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_drawings_in_the_docs_are_those_of_the_files(string id)
    {
        var w = Shipped.Workflow(id);
        var page = $"""
            # {w.Say(id, "en")}

            `workflows/{id}.yaml`, version {w.Version}. This page is written from that file by a test; see [workflows](../workflows.md).

            ```mermaid
            {WorkflowDrawing.Mermaid(w, "en")}```

            {WorkflowDrawing.Table(w, "en")}
            """;
        Assert.Null(Golden.Difference($"docs/workflows/{id}.md", page));
    }

    [Fact]
    public void The_published_schemas_are_what_the_reader_checks()
    {
        Assert.Null(Golden.Difference("workflows/workflow.schema.json", WorkflowSchemas.Workflow));
        Assert.Null(Golden.Difference("workflows/safety.schema.json", WorkflowSchemas.Safety));
    }

    [Fact]
    public void The_schema_lists_the_whole_vocabulary()
    {
        var step = JsonDocument.Parse(WorkflowSchemas.Workflow).RootElement.GetProperty("properties").GetProperty("steps").GetProperty("additionalProperties").GetProperty("properties");

        Assert.Equal(Vocabulary.Acts.Order(StringComparer.Ordinal), Enum(step.GetProperty("records").GetProperty("items")));
        Assert.Equal(Vocabulary.Meanings.Order(StringComparer.Ordinal), Enum(step.GetProperty("sign")));
        Assert.Equal(Vocabulary.Parties.Order(StringComparer.Ordinal), Enum(step.GetProperty("by").GetProperty("properties").GetProperty("at")));
        Assert.Equal(Vocabulary.Roles.Order(StringComparer.Ordinal), Enum(step.GetProperty("by").GetProperty("properties").GetProperty("role").GetProperty("anyOf")[0]));

        static IEnumerable<string?> Enum(JsonElement e) => e.GetProperty("enum").EnumerateArray().Select(x => x.GetString());
    }

    [Fact]
    public void Words_that_Mermaid_reads_as_its_own_cannot_break_the_picture()
    {
        var text = Toy.With("collect: { en: collect,", "collect: { en: 'a \"b\"; c: {d} #1 %% <e>',");
        var w = Assert.IsType<WorkflowFile.Reading.Sound>(WorkflowFile.Read(text)).Workflow;

        var line = Assert.Single(WorkflowDrawing.Mermaid(w, "en").Split('\n'), l => l.Contains("'b'", StringComparison.Ordinal));

        Assert.Equal("  s0 --> s1 : a 'b', c,  d   1     e ", line);
    }

    [Fact]
    public void A_drawing_speaks_the_language_that_was_asked_for()
    {
        var w = Shipped.Workflow("car-t-autologous-cryo");
        Assert.Contains("state \"Behandling\" as treatment", WorkflowDrawing.Mermaid(w, "sv"), StringComparison.Ordinal);
        Assert.StartsWith("| De | Étape | Vers |", WorkflowDrawing.Table(w, "fr"), StringComparison.Ordinal);
        Assert.StartsWith("| Von | Schritt | Nach |", WorkflowDrawing.Table(w, "de"), StringComparison.Ordinal);
    }
}
