using Microsoft.AspNetCore.Authorization;
using TherapyChain.Domain.Access;

namespace TherapyChain.Server.Access;

/// <summary>Says which act of the permission table an address is. Pages carry it as an attribute, other routes by <see cref="DoesExtensions.Does"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DoesAttribute(string act) : Attribute
{
    public string Act { get; } = act;
}

/// <summary>Every address declares its act; without one the server does not start.</summary>
public static class DoesExtensions
{
    public const string Order = "order";
    public const string Person = "person";

    /// <summary>Declares the act. An act of the table that needs no key opens the address to everybody.</summary>
    public static TBuilder Does<TBuilder>(this TBuilder route, string act) where TBuilder : IEndpointConventionBuilder
    {
        var declared = PermissionTable.Shipped[act];
        route.WithMetadata(new DoesAttribute(act));
        return declared.NeedsNoKey ? route.AllowAnonymous() : route;
    }

    /// <exception cref="InvalidOperationException">An address says nothing of its act, or something that cannot be.</exception>
    public static void RequireActs(this IEndpointRouteBuilder app)
    {
        var wrong = app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(route => Wrong(route) is { } why ? $"{route.DisplayName ?? route.RoutePattern.RawText}: {why}" : null).OfType<string>().ToList();
        if (wrong.Count > 0) throw new InvalidOperationException($"Addresses without a place in the permission table:\n{string.Join('\n', wrong)}");
    }

    private static string? Wrong(RouteEndpoint route)
    {
        if (route.Metadata.GetMetadata<DoesAttribute>() is not { Act: var name }) return "it declares no act; end its mapping with .Does(Acts.…), or give its page the attribute Does.";
        if (!PermissionTable.Shipped.Knows(name)) return $"\"{name}\" is no act of permissions.yaml.";
        var act = PermissionTable.Shipped[name];
        if (act.NeedsNoKey != route.Metadata.GetMetadata<IAllowAnonymous>() is not null) return $"{name} {(act.NeedsNoKey ? "needs no key, and it asks for one" : "needs a key, and it asks for none")}.";
        var named = route.RoutePattern.Parameters.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (named.Contains(Order) && act.About != About.Order) return $"it names an order, and {name} is about none.";
        if (named.Contains(Person) && act.About != About.Person) return $"it names a person, and {name} is about none.";
        return null;
    }
}
