using TherapyChain.Domain.Orders;

namespace TherapyChain.Documents.Records;

/// <summary>Everybody who acted in an order, in the order of first appearance: the signature log of the paper.</summary>
internal static class People
{
    public static IEnumerable<PersonLine> Of(RecordSource source)
    {
        var acts = new List<(string Id, string Name, string Role, string Site, int Seq)>();
        foreach (var e in source.Entries)
        {
            if (e.Actor != Person.System) acts.Add((e.Actor, source.Who(e.Actor), source.Role(e.Role), source.SiteName(e.Site), e.Seq));
            var second = (e.Event as StepCompleted)?.Second ?? (e.Event as IdentityRefused)?.Second;
            if (second is not null) acts.Add((second.Actor, second.Name, source.Role(second.Role), source.SiteName(e.Site), e.Seq));
        }

        return acts.GroupBy(a => a.Id).Select(a => new PersonLine(
            a.First().Name, a.Key, [.. a.Select(x => x.Role).Distinct()], [.. a.Select(x => x.Site).Distinct()], [.. a.Select(x => x.Seq).Distinct()]));
    }
}
