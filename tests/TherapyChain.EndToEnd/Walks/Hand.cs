using System.Globalization;
using Microsoft.Playwright;
using TherapyChain.Testing;

namespace TherapyChain.EndToEnd.Walks;

/// <summary>
/// How somebody works: at a desk with a mouse, with a telephone in the hand, or with the keyboard alone. The keyboard is at a desk too, so a job is walked
/// with it and with a telephone; with a mouse one job of each group.
/// </summary>
public enum Way
{
    Desk,
    Phone,
    Keyboard,
}

/// <summary>
/// One person in front of one window, doing what they do in the one way they can. With the keyboard alone no pointer ever touches the page, which the
/// page itself watches over, and every stop on the way shows that the focus is there.
/// </summary>
public sealed class Hand : IAsyncDisposable
{
    private static readonly string Pictures = Directory.CreateDirectory(Path.Combine(Shipped.Root, "artifacts", "walks")).FullName;

    private readonly Way _way;

    private Hand(Visit visit, Way way) => (Visit, _way) = (visit, way);

    public Visit Visit { get; }

    public IPage Page => Visit.Page;

    /// <summary>How often a finger touched the glass.</summary>
    public int Taps { get; private set; }

    /// <param name="person">Who is signed in already; null for somebody who is not.</param>
    public static async Task<Hand> OpenAsync(Browser browser, Uri server, Way way, string? person = null)
    {
        var visit = await browser.OpenAsAsync(server, way == Way.Phone ? View.Phone : View.Desktop, person);
        if (way == Way.Keyboard) await visit.Context.AddInitScriptAsync("for (const touch of ['pointerdown', 'mousedown', 'mousemove', 'touchstart']) addEventListener(touch, () => console.error(`${touch} in a walk by keyboard`), true);");
        return new Hand(visit, way);
    }

    public Task<IResponse> GoAsync(string path) => Visit.GoAsync(path);

    /// <summary>The form for signing in, from wherever it stands.</summary>
    public async Task SignInAsync(string person, string? code = null, string? password = null)
    {
        if (!Page.Url.Contains("/sign-in", StringComparison.Ordinal)) await GoAsync("/sign-in");
        await TypeAsync(Page.GetByLabel("Person id", new() { Exact = true }), person);
        await TypeAsync(Page.GetByLabel("Password", new() { Exact = true }), password ?? SignIn.Password);
        await PressAsync(Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }));
        if (code is not null)
        {
            await TypeAsync(Page.GetByLabel("Code of your authenticator"), code);
            await PressAsync(Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }));
        }
        await Page.WaitForURLAsync(url => !new Uri(url).AbsolutePath.StartsWith("/sign-in", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Load });
    }

    /// <summary>A link, a button, a summary; and what it leads to is there when this is done.</summary>
    /// <param name="what">What is pressed.</param>
    /// <param name="stays">Whether the page stays although a link or a button was pressed: a file is brought, or nothing could be sent.</param>
    public async Task PressAsync(ILocator what, bool stays = false)
    {
        // A form is sent a moment after its button is pressed: when the server was seen to answer.
        var leaves = !stays && await what.EvaluateAsync<bool>("e => { window.still = true; return (e.type === 'submit' && !!e.form) || (e.tagName === 'A' && !e.hasAttribute('download')); }");
        switch (_way)
        {
            case Way.Keyboard:
                await Keyboard.TabToAsync(Page, what);
                await Page.Keyboard.PressAsync("Enter");
                break;
            case Way.Phone: await TapAsync(what); break;
            default: await what.ClickAsync(); break;
        }
        if (!leaves) return;
        await Page.WaitForFunctionAsync("() => !window.still");
        await Page.WaitForLoadStateAsync();
    }

    /// <summary>Into a field, in place of what stands there.</summary>
    public async Task TypeAsync(ILocator field, string text)
    {
        if (_way == Way.Keyboard) await Keyboard.TabToAsync(Page, field);
        else if (!await field.EvaluateAsync<bool>("e => e === document.activeElement")) await PressAsync(field);
        await Page.Keyboard.PressAsync("ControlOrMeta+a");
        await Page.Keyboard.InsertTextAsync(text);
        await Assertions.Expect(field).ToHaveValueAsync(text);
    }

    /// <summary>Where the focus is, as a keyboard-wedge scanner does: fast, and with Enter at the end.</summary>
    public async Task ScanAsync(string code)
    {
        await Page.Keyboard.TypeAsync(code);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>A box, or one of several circles.</summary>
    public async Task TickAsync(ILocator box)
    {
        if (_way == Way.Phone) await TapAsync(box);
        else if (_way == Way.Desk) await box.CheckAsync();
        else
        {
            await Keyboard.TabToAsync(Page, box);
            // The arrow keys go round the circles of one name and choose as they go; a single box is ticked where it is.
            for (var i = 0; i < 20 && !await box.EvaluateAsync<bool>("e => e === document.activeElement"); i++) await Page.Keyboard.PressAsync("ArrowDown");
            if (!await box.IsCheckedAsync()) await Page.Keyboard.PressAsync(" ");
        }
        await Assertions.Expect(box).ToBeCheckedAsync();
    }

    public async Task ChooseAsync(ILocator list, string value)
    {
        if (_way != Way.Keyboard)
        {
            await list.SelectOptionAsync(value);
            return;
        }
        await Keyboard.TabToAsync(Page, list);
        await Page.Keyboard.PressAsync("Home");
        for (var i = 0; i < 100 && await list.InputValueAsync() != value; i++) await Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(list).ToHaveValueAsync(value);
    }

    /// <summary>The file a finger, a mouse or a key would find in the system's own window, which no test reaches.</summary>
    public async Task GiveAsync(ILocator file, string name, string type, byte[] bytes)
    {
        if (_way == Way.Keyboard) await Keyboard.TabToAsync(Page, file);
        if (_way == Way.Phone) Taps++;
        await file.SetInputFilesAsync(new FilePayload { Name = name, MimeType = type, Buffer = bytes });
    }

    /// <summary>Over what stands before the content of the page, by the first stop it has.</summary>
    public async Task SkipAsync()
    {
        if (_way != Way.Keyboard) return;
        await Page.EvaluateAsync("() => document.activeElement?.blur()");
        await Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(Page.Locator("a.skip")).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Page.Locator("main")).ToBeFocusedAsync();
    }

    /// <summary>A picture of the whole page, for people to look at.</summary>
    public Task KeepAsync(string name) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, string.Create(CultureInfo.InvariantCulture, $"{name}.{_way}.png").ToLowerInvariant()), FullPage = true });

    public ValueTask DisposeAsync() => Visit.DisposeAsync();

    private async Task TapAsync(ILocator what)
    {
        Taps++;
        await what.TapAsync();
    }
}
