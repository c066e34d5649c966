using System.Text.Json;
using System.Text.Json.Nodes;
using TherapyChain.Server.Tests.Pages;

namespace TherapyChain.Server.Tests.People;

/// <summary>Somebody at a real browser that holds their passkeys.</summary>
public sealed class AtChromium(Chromium chromium, Colleague colleague)
{
    /// <summary>What the page's own script does, but hands over what the authenticator said instead of sending it. Challenges are bytes to the browser.</summary>
    private const string Ask = """
        const post = (path, body) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
        const options = async () => PublicKeyCredential.parseRequestOptionsFromJSON(await (await post('/session/passkey/options', {})).json());
        const asked = async also => (await navigator.credentials.get({ publicKey: Object.assign(await options(), also) })).toJSON();
        """;

    public async Task SignInByPasswordAsync()
    {
        await chromium.OpenAsync("/sign-in");
        await FillAsync("#person", colleague.Id);
        await FillAsync("#password", Colleague.Password);
        await chromium.DoAsync("document.querySelector('#password').form.requestSubmit()");
        await chromium.UntilAsync("location.pathname === '/sign-in/code' && document.readyState === 'complete'");
        await FillAsync("#code", colleague.NextCode());
        await chromium.DoAsync("document.querySelector('#code').form.requestSubmit()");
        await chromium.UntilAsync("location.pathname === '/' && document.readyState === 'complete'");
    }

    /// <summary>Fills the form and presses its button.</summary>
    public async Task AddAsync(string name, string password = Colleague.Password)
    {
        await chromium.OpenAsync("/my-security");
        await FillAsync("#passkey-name", name);
        await FillAsync("#passkey-password", password);
        await FillAsync("#passkey-code", colleague.NextCode());
        await chromium.DoAsync("document.querySelector('#add-passkey form').requestSubmit()");
    }

    public async Task<string> JoinAsync(string name)
    {
        await SignInByPasswordAsync();
        await AddAsync(name);
        await chromium.UntilAsync("location.search === '?added=1' && document.readyState === 'complete'");
        return await TextAsync();
    }

    /// <summary>Signs out, goes to the page and presses the button.</summary>
    public async Task PressAsync()
    {
        await LeaveAsync();
        await chromium.DoAsync("document.querySelector('#passkey button').click()");
    }

    public async Task LeaveAsync()
    {
        await chromium.OpenAsync("/sign-in");
        await chromium.DoAsync("fetch('/session/end', { method: 'POST' }).then(() => true)");
    }

    /// <summary>What the authenticator answers to a fresh question.</summary>
    /// <param name="also">A script's object that changes what the browser is asked.</param>
    public async Task<JsonObject> AnswerAsync(string also = "{}") => (await InPageAsync($"return await asked({also});"))!.AsObject();

    /// <summary>Sends an answer with the cookie of the last question; the status and code of what the server says.</summary>
    public async Task<string> SendAsync(JsonObject answer) =>
        (await InPageAsync($"const said = await post('/session/passkey', {{ credential: {answer.ToJsonString()} }}); return said.status === 204 ? '204' : `${{said.status}} ${{(await said.json()).reasons?.[0]?.code ?? ''}}`.trim();"))!.GetValue<string>();

    /// <summary>Asks a fresh question, so that an old answer meets a good cookie.</summary>
    public Task AskAgainAsync() => InPageAsync("await options();");

    public async Task<string?> MeAsync() =>
        (await InPageAsync("const said = await fetch('/api/me'); return said.ok ? (await said.json()).id : null;"))?.GetValue<string>();

    public Task<JsonNode?> InPageAsync(string script) => chromium.DoAsync($"(async () => {{ {Ask} {script} }})()");

    public async Task<string> TextAsync() => (await chromium.DoAsync("document.body.innerText"))!.GetValue<string>();

    private Task<JsonNode?> FillAsync(string field, string value) => chromium.DoAsync($"document.querySelector('{field}').value = {JsonSerializer.Serialize(value)}");
}
