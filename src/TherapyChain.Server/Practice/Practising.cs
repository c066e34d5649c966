using TherapyChain.Domain;
using TherapyChain.Server.Access;

namespace TherapyChain.Server.Practice;

/// <summary>Marks an address about an order that can be practised. To every other address a practice order is none.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PractisedAttribute : Attribute;

/// <summary>
/// Practice is told by the order that an address names, and by nothing else: no cookie, no mode that a second window could confuse. Whoever names a practice order of
/// their own at an address that is practised acts in it as somebody of the practice network from here on.
/// </summary>
internal static class Practising
{
    public static void AddPractice(this IServiceCollection services)
    {
        services.AddSingleton<PracticeFile>();
        services.AddSingleton<PracticeHouse>();
        services.AddSingleton<PracticeCompletion>();
        services.AddScoped(provider => OrderRoom.Of(provider.GetRequiredService<IHttpContextAccessor>().HttpContext, provider));
    }

    public static void UsePractice(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Features.Get<CurrentPerson>() is { } who && http.GetEndpoint()?.Metadata.GetMetadata<PractisedAttribute>() is not null
            && http.GetRouteValue(DoesExtensions.Order) is string name && OrderId.TryParse(name, out var id) && PracticeName.Is(id)
            && http.RequestServices.GetRequiredService<PracticeHouse>().Find(id, who.Person) is { } practice)
        {
            http.Features.Set(practice);
            http.Features.Set(practice.As(who));
        }
        return next(http);
    });

    public static TBuilder Practised<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new PractisedAttribute());
}
