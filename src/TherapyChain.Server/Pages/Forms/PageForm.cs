using System.Text.Json;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Accounts;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;

namespace TherapyChain.Server.Pages.Forms;

/// <summary>
/// The form of a page, from the first look at it to the answer: whatever was typed stays until it is recorded. One that changes an order says which state of the order
/// it was filled in for (<c>seen</c>) and carries a name of its own (<c>once</c>): pressing twice, or sending it again after a lost connection, changes once.
/// </summary>
public sealed class PageForm(HttpContext http, Drafts drafts)
{
    /// <summary>What the fields show.</summary>
    public Fields Typed { get; set; } = Fields.None;

    /// <summary>What stood against it when it was sent.</summary>
    public IReadOnlyList<Reason> Reasons { get; private set; } = [];

    /// <summary>Whether it was refused because the order had changed meanwhile.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Why what it shows had been kept, when it was typed before; null when it was not.</summary>
    public KeptBecause? Restored { get; private set; }

    /// <summary>Whether what it shows was typed before and could not be recorded then.</summary>
    public bool IsRestored => Restored is not null;

    /// <summary>The name under which it is known when it comes twice. A refused form gets a new one: what was refused may have been recorded as such.</summary>
    public string Once { get; } = OneTimeCode.New();

    /// <summary>Says whose it is, sealed.</summary>
    public string Whose => drafts.MarkOf(CurrentPerson.Of(http).Id);

    /// <summary>Gives back what the same person had typed at this page; for a page that is looked at, not sent.</summary>
    public void Restore()
    {
        if (HttpMethods.IsGet(http.Request.Method) && drafts.Find(CurrentPerson.Of(http).Id, Drafts.FormOf(http.Request)) is { } draft) (Typed, Restored) = (draft.Typed, draft.Because);
    }

    /// <summary>Its work is done: what was kept of it is forgotten.</summary>
    public Task DoneAsync() => drafts.ForgetAsync(CurrentPerson.Of(http).Id, Drafts.FormOf(http.Request));

    public async Task<IFormCollection> ReadAsync()
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        Typed = Fields.Of(form);
        return form;
    }

    /// <summary>Makes the two marks of the form the headers that programs send, for the change that is asked for next.</summary>
    internal void MarkRequest()
    {
        http.Request.Headers[Repeats.Header] = Typed["once"];
        http.Request.Headers.IfMatch = Typed["seen"];
    }

    /// <summary>Changes the order by the same way as through the programming interface.</summary>
    /// <param name="at">The field of this page at which a reason is told; the reason's own when left out.</param>
    /// <returns>Whether it was done; else the form has the reasons, and the page answers with their status.</returns>
    internal async Task<bool> ChangeAsync(OrderDesk desk, string order, string act, Func<OpenOrder, Workflow, Context, Decision> decide, Func<Reason, Reason>? at = null)
    {
        MarkRequest();
        var bytes = JsonSerializer.SerializeToUtf8Bytes(Typed.WithoutSecrets().Typed.OrderBy(field => field.Key, StringComparer.Ordinal).ToDictionary(field => field.Key, field => field.Value.ToArray()));
        if (await desk.ChangeAsync(http, order, CurrentPerson.Of(http), new Wish(act, bytes, decide)) is Problem no)
        {
            Refuse(no, at);
            return false;
        }
        await DoneAsync();
        return true;
    }

    /// <summary>Keeps why the rules say no.</summary>
    public void Refuse(params IReadOnlyList<Reason> reasons)
    {
        Reasons = reasons;
        http.AnswerWith(StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Keeps why it was refused, for the page and for the log of access.</summary>
    public void Refuse(Problem no, Func<Reason, Reason>? at = null)
    {
        (Reasons, IsStale) = ([.. no.Told.Select(at ?? (reason => reason)).Distinct()], no.Status == StatusCodes.Status412PreconditionFailed);
        no.Tell(http);
        http.AnswerWith(no.Status);
    }
}
