using TherapyChain.Domain.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Network;
using TherapyChain.Server.Practice;

namespace TherapyChain.Server.Access;

/// <summary>
/// Asks the permission table before any handler is reached: what the address does, in which roles the person comes, and how their site
/// stands to the order or person that the address names. Handlers and decisions ask again what only they know.
/// </summary>
internal static class PermissionGate
{
    public static void UsePermissions(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint() is not RouteEndpoint route) return next(http);
        var act = route.Metadata.GetMetadata<DoesAttribute>() is { } does ? PermissionTable.Shipped[does.Act] : null;
        if (act is { NeedsNoKey: true }) return next(http);
        if (act is null || http.Features.Get<CurrentPerson>() is not { } who) return Problems.NotAllowed($"Nobody may do this.").ExecuteAsync(http);
        return Refusal(http, act, who) is { } no ? no.ExecuteAsync(http) : next(http);
    });

    private static Problem? Refusal(HttpContext http, Act act, CurrentPerson who)
    {
        if (http.GetRouteValue(DoesExtensions.Order) is string order)
        {
            // A page tells by itself, in words and colours, that there is no such order; it asks the same table.
            var isPage = http.GetEndpoint()!.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null;
            return isPage && HttpMethods.IsGet(http.Request.Method) && act.Name == Acts.SeeOrder ? null : http.RequestServices.GetRequiredService<OrderRoom>().Desk.Refusal(order, who, act.Name, out _);
        }
        if (http.GetRouteValue(DoesExtensions.Person) is string person)
        {
            // Whom nobody knows is the handler's to say, to somebody who might have been the one to ask.
            if (http.RequestServices.GetRequiredService<Keyring>().Now.People.GetValueOrDefault(person)?.Site is not { } theirs)
                return PermissionTable.Shipped.AllowsSomewhere(act.Name, who.Person.Roles) ? null : Problems.RoleMayNot(act, who.Person.Roles);
            return who.May(act.Name, Relations.ToPersonOf(theirs, who.Person.Site)) ? null : Problems.RoleMayNot(act, who.Person.Roles);
        }
        return PermissionTable.Shipped.AllowsSomewhere(act.Name, who.Person.Roles) ? null : Problems.RoleMayNot(act, who.Person.Roles);
    }
}
