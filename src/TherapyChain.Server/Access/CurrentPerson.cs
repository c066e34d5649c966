using System.Reflection;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Server.Access;

/// <summary>Who is asking: a parameter of every handler that needs to know. A request without a good key or session never reaches a handler.</summary>
/// <param name="Scope">What the credential they came with allows.</param>
/// <param name="Session">The browser session they came with; null when they brought an API key.</param>
public sealed record CurrentPerson(Person Person, KeyScope Scope, Session? Session = null)
{
    public string Id => Person.Id;

    /// <summary>Whether an API key is all they showed: it came with the request, or opened the session.</summary>
    public bool IsByKey => Session is null or { Key: not null };

    /// <summary>Why a key is not enough, where one person's word stands beside another's: either could have issued it.</summary>
    public static Reason NotByKey { get; } = new("actor.key", $"An API key does not speak for you here: sign in with your password or passkey.");

    /// <summary>Whether orders are seen in which their site plays no part.</summary>
    public bool SeesAllOrders => May(Acts.SeeOrder, Relation.None);

    /// <summary>Whether the permission table grants it to one of their roles.</summary>
    public bool May(string act, Relation relation) => PermissionTable.Shipped.Allows(act, Person.Roles, relation);

    public bool May(string act, Order order) => May(act, order.To(Person.Site));

    public static CurrentPerson Of(HttpContext http) =>
        http.Features.Get<CurrentPerson>() ?? throw new InvalidOperationException("A handler that needs to know who asks was reached without a key.");

    public static ValueTask<CurrentPerson?> BindAsync(HttpContext http, ParameterInfo _) => ValueTask.FromResult<CurrentPerson?>(Of(http));
}
