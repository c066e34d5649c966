using System.Collections.Immutable;
using TherapyChain.Domain;
using TherapyChain.Domain.Access;
using TherapyChain.Server.Access;

namespace TherapyChain.Server.Pages;

/// <summary>The pages that everybody finds at the top, each for those whom the permission table lets in.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Words">What it is called.</param>
/// <param name="Act">What somebody must be allowed to do.</param>
/// <param name="Daily">Whether it is work of every day; the others are found under one more word.</param>
internal sealed record Menu(string Address, Sentence Words, string Act, bool Daily = false)
{
    private static readonly ImmutableArray<Menu> All =
    [
        new("/", $"Worklist", Acts.ListOrders, Daily: true),
        new("/board", $"Board", Acts.ListOrders, Daily: true),
        new("/shipments", $"Shipments", Acts.ListOrders, Daily: true),
        new("/map", $"Map", Acts.ListOrders),
        new("/practice", $"Practice", Acts.Practise),
        new("/quality", $"Quality", Acts.SeeQuality, Daily: true),
        new("/find", $"Find", Acts.FindCode),
        new("/audit", $"Audit", Acts.AuditDay),
        new("/ledger", $"Ledger", Acts.SeeLedger),
        new("/network", $"Network", Acts.SeeSites),
        new("/people", $"People", Acts.ManageAccounts),
        new("/workflows", $"Workflows", Acts.SeeWorkflows),
        new("/settings", $"Settings", Acts.SeeSettings),
    ];

    public static IEnumerable<Menu> For(CurrentPerson who) => All.Where(entry => PermissionTable.Shipped.AllowsSomewhere(entry.Act, who.Person.Roles));

    /// <summary>Whether a page belongs under this entry.</summary>
    public bool Holds(string path) => Address == "/" ? path == "/" || path.StartsWith("/orders", StringComparison.Ordinal) : path.StartsWith(Address, StringComparison.Ordinal);
}
