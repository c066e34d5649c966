using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using TherapyChain.Domain.Access;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Accounts;

/// <summary>What the script of two pages sends, /sign-in and /my-security. No others have a use for it, so the description leaves it out.</summary>
public static class PasskeyApi
{
    public static void AddPasskeys(this IServiceCollection services, PasskeyPlace place)
    {
        services.AddSingleton<PasskeyTickets>();
        services.AddIdentityCore<PasskeyHolder>().AddUserStore<PasskeyStore>();
        services.AddScoped<IPasskeyHandler<PasskeyHolder>, PasskeyHandler<PasskeyHolder>>();
        services.AddScoped<Passkeys>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.ServerDomain = place.Domain;
            // Held and verified, so that it stands for both factors; found by the authenticator itself, so that nobody types an id.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AttestationConveyancePreference = "none";
            options.ValidateOrigin = context => ValueTask.FromResult(place.Allows(context.Origin, context.CrossOrigin));
        });
    }

    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session/passkey/options", AskToSignIn).Does(Acts.SignIn).ExcludeFromDescription();
        routes.MapPost("/session/passkey", SignIn).Does(Acts.SignIn).ExcludeFromDescription();
        routes.MapPost("/my-security/passkeys/options", AskToAdd).Does(Acts.ManageOwnSecurity).ExcludeFromDescription();
        routes.MapPost("/my-security/passkeys", Add).Does(Acts.ManageOwnSecurity).ExcludeFromDescription();
    }

    private static async Task<IResult> AskToSignIn(HttpContext http, Passkeys passkeys) =>
        KeyAuthentication.IsOurOwn(http.Request) ? Options(await passkeys.AskToSignInAsync(http)) : Problems.NotAllowed($"Sign in from a page of this server.");

    private static async Task<IResult> SignIn(HttpContext http, Passkeys passkeys, PasskeyTickets tickets, SignInDesk desk)
    {
        if (!KeyAuthentication.IsOurOwn(http.Request)) return Problems.NotAllowed($"Sign in from a page of this server.");
        var read = await Body.ReadAsync(http, ApiJson.Default.PasskeyBody);
        if (read.Problem is { } no) return no;
        if (tickets.Read(http) is not { } state) return Problems.Refused(new Domain.Orders.Reason("passkey.stale", $"This page had grown old, or this passkey was used on it already. Try again."));
        return await passkeys.PersonOfAsync(http, state, read.Value!.Credential) is { } person && await desk.WithPasskeyAsync(http, person) is Accounts.SignIn.In
            ? Results.NoContent() : Problems.NoKey($"You were not let in with this passkey. It may have been removed, or your account is locked for a while.");
    }

    private static async Task<IResult> AskToAdd(HttpContext http, CurrentPerson who, Passkeys passkeys)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.PasskeyAskBody);
        if (read.Problem is { } no) return no;
        var (options, refused) = await passkeys.AskToAddAsync(http, who, read.Value!.Password, read.Value.Code);
        return options is null ? Problems.Refused(refused!) : Options(options);
    }

    private static async Task<IResult> Add(HttpContext http, CurrentPerson who, Passkeys passkeys)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.PasskeyBody);
        if (read.Problem is { } no) return no;
        return await passkeys.AddAsync(http, who, read.Value!.Credential, read.Value.Name) is { } refused ? Problems.Refused(refused) : Results.NoContent();
    }

    private static IResult Options(string json) => Results.Text(json, "application/json");
}

/// <summary>What an authenticator answered, and how its holder calls a new one.</summary>
public sealed record PasskeyBody(JsonElement Credential, string? Name = null);

/// <summary>Who asks for a new passkey proves anew who they are.</summary>
public sealed record PasskeyAskBody(string? Password = null, string? Code = null);
