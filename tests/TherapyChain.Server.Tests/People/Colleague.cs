using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using TherapyChain.Server.Accounts;
using TherapyChain.Server.Tests.Pages;

namespace TherapyChain.Server.Tests.People;

/// <summary>Somebody of the test network with a password, and a second factor when they enrolled one, at a browser of their own.</summary>
public sealed partial class Colleague(RunningServer server, string who) : IDisposable
{
    public const string Password = "seven kettles on the ward";

    public Browser Browser { get; private set; } = new(server.Address);

    public string Id { get; } = TestNetwork.IdOf(who);

    public byte[] Secret { get; private set; } = [];

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    /// <summary>The present code; the clock goes on half a minute first, since each is taken once.</summary>
    public string NextCode()
    {
        server.Clock.AdvanceSeconds(30);
        return Totp.Code(Secret, Totp.StepOf(server.Clock.GetCurrentInstant()));
    }

    /// <summary>Invited by the administrator of their site, with a password and nothing more.</summary>
    public static async Task<Colleague> InviteAsync(RunningServer server, string who)
    {
        var colleague = new Colleague(server, who);
        await colleague.SetPasswordAsync(await InvitationAsync(server, who));
        return colleague;
    }

    /// <summary>Signed in, with a second factor.</summary>
    public static async Task<Colleague> JoinAsync(RunningServer server, string who)
    {
        var colleague = await InviteAsync(server, who);
        Assert.Equal("/", (await colleague.SignInAsync()).Headers.Location?.PathAndQuery());
        await colleague.EnrolAsync();
        return colleague;
    }

    public static async Task<string> InvitationAsync(RunningServer server, string who)
    {
        var answer = await server.PostAsync($"administrator@{who.Split('@')[1]}", $"/api/accounts/{TestNetwork.IdOf(who)}/invitations", new { identity = "Passport seen by the administrator today." });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.JsonAsync()).GetProperty("code").GetString()!;
    }

    public async Task<string> SetPasswordAsync(string code, string password = Password, string? again = null, string factor = "")
    {
        var answer = await Browser.SubmitAsync("/set-password", "One-time code", ("Code", code), ("Password", password), ("Again", again ?? password), ("Factor", factor));
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<HttpResponseMessage> SignInAsync(string password = Password) => Browser.SubmitAsync("/sign-in", "Person id", ("Person", Id), ("Password", password));

    public Task<HttpResponseMessage> CodeAsync(string code) => Browser.SubmitAsync("/sign-in/code", "one-time-code", ("Code", code));

    /// <summary>Signs in anew with both factors, at a new browser.</summary>
    public async Task<Colleague> ComeBackAsync()
    {
        Browser = new Browser(server.Address);
        Assert.StartsWith("/sign-in/code", (await SignInAsync()).Headers.Location?.PathAndQuery(), StringComparison.Ordinal);
        Assert.Equal("/", (await CodeAsync(NextCode())).Headers.Location?.PathAndQuery());
        return this;
    }

    public async Task EnrolAsync()
    {
        await Browser.SubmitAsync("/my-security", "Enrol a second factor");
        Secret = Decode(SecretText().Match(await Browser.TextAsync("/my-security")).Groups["letters"].Value.Replace(" ", "", StringComparison.Ordinal));
        var page = await (await Browser.SubmitAsync("/my-security", "The code it shows", ("Code", NextCode()))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        RecoveryCodes = [.. Codes().Matches(page).Select(m => m.Groups["code"].Value)];
        Assert.Equal(10, RecoveryCodes.Count);
    }

    /// <summary>Who this browser is taken for; null when for nobody.</summary>
    public async Task<string?> MeAsync()
    {
        var answer = await Browser.GetAsync("/api/me");
        return answer.StatusCode == HttpStatusCode.OK ? (await answer.JsonAsync()).GetProperty("id").GetString() : null;
    }

    public void Dispose() => Browser.Dispose();

    private static byte[] Decode(string base32)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }

    [GeneratedRegex("<code class=\"secret\">(?<letters>[A-Z2-7 ]+)</code>")]
    private static partial Regex SecretText();

    [GeneratedRegex("<code>(?<code>[A-Z0-9]{4}(-[A-Z0-9]{4}){4})</code>")]
    private static partial Regex Codes();
}
