using System.CommandLine;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Cli.Workflows;

/// <summary><c>workflows show</c>: draws a workflow as a table or as a Mermaid picture. It need not be safe, only readable.</summary>
internal static class ShowWorkflow
{
    public static Command Verb()
    {
        var name = new Argument<string>("workflow") { Description = "A workflow's id, or a file." };
        var form = new Option<string>("--as") { Description = "What to draw.", DefaultValueFactory = _ => "table" };
        form.AcceptOnlyFromAmong("table", "mermaid");
        var language = new Option<string>("--language") { Description = "The language of the words.", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong([.. Vocabulary.Languages, .. Vocabulary.OptionalLanguages]);
        return Cli.Verb.Create("show", "Draw a workflow.", [name, form, language],
            (parsed, cancel) => RunAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(form), parsed.GetRequiredValue(language), cancel));
    }

    private static async Task<Answer> RunAsync(string name, string form, string language, CancellationToken cancel)
    {
        var file = File.Exists(name) ? name : Path.Combine(WorkflowFolder.Default ?? ".", name + ".yaml");
        if (!File.Exists(file)) return Answer.Wrong($"There is no workflow {name}: neither a file of that name nor {file}.");
        return WorkflowFile.Read(await File.ReadAllBytesAsync(file, cancel)) switch
        {
            WorkflowFile.Reading.Sound { Workflow: var w } => Draw(w, form, language),
            WorkflowFile.Reading.Unsound no => new Answer(ExitCode.Finding, new { findings = no.Findings.Select(f => new { f.Line, f.Column, f.Code, message = f.Message.ToString() }) },
                page => { foreach (var finding in no.Findings) page.Item(finding.ToString()); }, $"{Path.GetFileName(file)} is not sound; workflows check says more."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Answer Draw(Workflow w, string form, string language)
    {
        var drawing = form == "mermaid" ? WorkflowDrawing.Mermaid(w, language) : WorkflowDrawing.Table(w, language);
        return new Answer(ExitCode.Good, new { id = w.Id, version = w.Version, form, language, drawing }, page => page.Verbatim(drawing));
    }
}
