using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Accounts;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Pages.Forms;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Pages.Steps;

/// <summary>A step of an order as a page shows it to somebody, in full or in four taps, and takes it: both forms are read by the same rules.</summary>
/// <param name="Seen">The state of the order that the page shows.</param>
/// <param name="Blocked">What no form can mend now.</param>
public sealed record StepOnPage(Order Order, string Seen, Workflow Workflow, Step Step, StepView View, IReadOnlyList<Reason> Blocked)
{
    /// <summary>Whether it is a handover that asks for no more than the short form has; any other is taken on the full form.</summary>
    public bool IsShort => Step.Custody.Any(move => move.ToCarrier || move.FromCarrier) && Step.Assigns.IsEmpty && Step.Labels is null
        && Step.Evidence.All(e => e.Kind is EvidenceKind.Text || e.Kind is EvidenceKind.Document && Logged is not null);

    /// <summary>The kind of container whose logger's file the step asks for: the one that a carrier gives here. Null where a document is a document.</summary>
    public string? Logged => Step.Custody.FirstOrDefault(move => move.FromCarrier)?.Container;

    /// <summary>The files of loggers that travelled with it, of this order.</summary>
    public ImmutableArray<DocumentAdded> Logs => [.. Order.Documents.Values.Where(d => d.Kind == TraceSummary.Kind && d.Summary.GetValueOrDefault("container") == Logged)];

    /// <returns>Null when the person may see no such order, or its workflow has no such step.</returns>
    internal static StepOnPage? Of(string order, string step, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Instant now, string language)
    {
        if (desk.See(order, who) is not { } opened || shelf.For(opened.Order).Workflow is not { } workflow || workflow.FindStep(step) is not { } declared) return null;
        var context = new Context(now, who.Person);
        var today = WatchClocks.Decide(workflow, opened.Order, context).After;
        var open = OpenSteps.Of(workflow, today, context).FirstOrDefault(o => o.Step == declared);
        return new StepOnPage(
            opened.Order, opened.ETag, workflow, declared, StepView.Of(open ?? new OpenStep(declared, []), today, workflow, language), open?.Blocked ?? [OpenSteps.NotFromHere(workflow, today, declared)]);
    }

    /// <summary>Takes the step as the form says, files first.</summary>
    /// <returns>Whether it was taken; else the form has every reason.</returns>
    internal async Task<bool> TakeAsync(HttpContext http, PageForm form, IFormFileCollection files, OrderDesk desk, WorkflowShelf shelf, Signing signing, Settings settings)
    {
        var who = CurrentPerson.Of(http);
        if (!await StepFiles.AddAsync(http, this, form, files, desk, shelf, settings)) return false;
        form.MarkRequest();
        var body = StepForm.Body(this, form.Typed, who.Person.Zone);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Default.StepBody);
        if (await AdvanceOrder.TakeAsync(http, Order.Id.ToString(), Step.Name, body, bytes, who, desk, shelf, signing) is Problem no)
        {
            form.Refuse(no);
            return false;
        }
        await form.DoneAsync();
        return true;
    }
}
