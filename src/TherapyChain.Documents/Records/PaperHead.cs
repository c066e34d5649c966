using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>What every paper of one order says on each of its pages: which order, for whose cells, up to which entry, and which copy.</summary>
/// <param name="Paper">One of <see cref="Papers.All"/>.</param>
/// <param name="Language">One of <see cref="PaperWords.Languages"/>: all texts of the paper are in it, but for what people typed.</param>
/// <param name="OnHold">Holds that are open at the last entry, in words; empty when there is none.</param>
/// <param name="First">When the first entry happened.</param>
/// <param name="Last">When the last entry happened.</param>
public sealed record PaperHead(
    string Paper, string Language, string Order, string Reference, string Therapy, string Workflow, string State, string? ChainOfIdentity,
    ImmutableArray<string> OnHold, When First, When Last, SealStatement Seal, PrintStatement? Print)
{
    [JsonIgnore] internal PaperWords Words => PaperWords.In(Language);

    [JsonIgnore] internal string Title => Words.Name("paper", Paper);

    internal static PaperHead Of(string paper, RecordSource source)
    {
        var (order, head) = (source.Order, source.Sealed[^1]);
        return new PaperHead(
            paper, source.Words.Language, order.Id.ToString(), order.Reference, source.Say(order.Workflow),
            source.Words.Say("detail.version", order.Workflow, order.WorkflowVersion), source.Say(order.State), ChainOfIdentityOf(source),
            [.. order.Holds.Select(h => source.Words.Say("hold.entry", h.Seq, source.Told(source.Entries[h.Seq - 1])))],
            source.When(source.Entries[0]), source.When(source.Entries[^1]),
            new SealStatement(
                source.Entries.Length, head.Hash.ToString(), $"TC1:{order.Id}:{source.Entries.Length}:{head.Hash}", order.WorkflowSha256, head.Envelope.Recorded),
            source.Entries[^1] is { Event: Domain.Orders.DocumentPrinted printed } last
                ? new PrintStatement(source.Who(last.Actor), source.Site(last.Site), source.When(last), printed.Copy)
                : null);
    }

    private static string? ChainOfIdentityOf(RecordSource source) => source.Workflow.Identifiers.Where(i => i.Value.Kind == "isbt-128-coi").Select(i => i.Key)
        .Append("chain-of-identity").Select(name => source.Order.Identifiers.GetValueOrDefault(name)).FirstOrDefault(value => value is not null);
}
