using System.Text.Json;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Orders;

/// <summary>The record of an order, oldest entry first.</summary>
public sealed record HistoryView(string Order, int Seq, string Head, IReadOnlyList<EntryView> Entries);

/// <summary>One entry, with the wall clock of the site where it happened.</summary>
/// <param name="Data">What happened, exactly as it was sealed.</param>
public sealed record EntryView(
    int Seq, string Type, Moment At, Moment Recorded, bool Late, string Zone, string Site, string? SiteName, string Actor, string? ActorName, string Role,
    JsonElement Data, string? Prev, string Hash)
{
    internal static EntryView Of(SealedEntry entry, Roll network)
    {
        using var data = JsonDocument.Parse(entry.Data);
        var e = entry.Envelope;
        return new EntryView(
            e.Seq, e.Type, Moment.Of(e.At, e.Zone), Moment.Of(e.Recorded, e.Zone), e.At != e.Recorded, e.Zone, e.Site, network.Sites.GetValueOrDefault(e.Site)?.Name,
            e.Actor, network.Names.GetValueOrDefault(e.Actor), e.Role, data.RootElement.Clone(), entry.Prev?.ToString(), entry.Hash.ToString());
    }
}
