using System.Collections.Immutable;
using System.Reflection;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Server.Access;

/// <summary>Who is asking: a parameter of every handler that needs to know. A request without a good key or session never reaches a handler.</summary>
/// <param name="Scope">What the credential they came with allows.</param>
/// <param name="Session">The browser session they came with; null when they brought an API key.</param>
public sealed record CurrentPerson(Person Person, KeyScope Scope, Session? Session = null)
{
    private static readonly ImmutableArray<string> Onlookers = ["inspector", "partner-viewer", "administrator"];

    public string Id => Person.Id;

    public bool IsAdministrator => Person.Roles.Contains("administrator");

    /// <summary>Inspectors see every order; everybody else, administrators too, those that their site is a party to.</summary>
    public bool SeesAllOrders => Person.Roles.Contains("inspector");

    /// <summary>Whether every role of theirs only looks at orders.</summary>
    public bool OnlyLooks => Person.Roles.All(role => Onlookers.Contains(role));

    public bool Sees(Order order) => SeesAllOrders || order.Parties.ContainsValue(Person.Site);

    public static CurrentPerson Of(HttpContext http) =>
        http.Features.Get<CurrentPerson>() ?? throw new InvalidOperationException("A handler that needs to know who asks was reached without a key.");

    public static ValueTask<CurrentPerson?> BindAsync(HttpContext http, ParameterInfo _) => ValueTask.FromResult<CurrentPerson?>(Of(http));
}
