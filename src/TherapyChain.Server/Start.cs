using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using TherapyChain.Domain.Access;
using TherapyChain.Server.Access;
using TherapyChain.Server.Accounts;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Clocks;
using TherapyChain.Server.Demo;
using TherapyChain.Server.Health;
using TherapyChain.Server.Network;
using TherapyChain.Server.Oidc;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Pages;
using TherapyChain.Server.Papers;
using TherapyChain.Server.Patients;
using TherapyChain.Server.Practice;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;
using TherapyChain.Storage.Accounts;
using TherapyChain.Storage.Patients;

namespace TherapyChain.Server;

/// <summary>
/// From settings to a running server, in this order: workflows are read and proved, the ledger and the patient vault are opened, the workflows are stored, the
/// network is loaded, and only then does anybody listen. What is wrong is said in plain lines, and the process ends with 1.
/// </summary>
public static class Start
{
    public static async Task<int> RunAsync(string[] args)
    {
        var (named, problem) = Settings.OfArguments(args);
        if (problem is not null) return Fail([problem]);
        try
        {
            var (app, problems) = await BuildAsync(named);
            if (app is null) return Fail(problems);
            await using (app)
            {
                await app.RunAsync();
                return 0;
            }
        }
        catch (Exception no) when (no is LedgerFileException or LedgerInUseException or LedgerWriteException or AccountsFileException)
        {
            return Fail([no.Message]);
        }
        catch (IOException no) when (no.InnerException is AddressInUseException)
        {
            return Fail([$"{no.Message} Stop the other program, or listen elsewhere with --urls http://localhost:5081."]);
        }
        catch (Exception no) when (no is SocketException or UnauthorizedAccessException or IOException)
        {
            return Fail([no.Message]);
        }
    }

    /// <summary>A server that is ready to be started, or why it must not be.</summary>
    /// <param name="named">Settings as <c>TherapyChain:Data</c> and so on, over those of the file and the environment.</param>
    /// <param name="also">What a test or a tool changes before the server is built.</param>
    public static async Task<(WebApplication? App, IReadOnlyList<string> Problems)> BuildAsync(IReadOnlyDictionary<string, string?> named, Action<WebApplicationBuilder>? also = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(named);
        also?.Invoke(builder);
        var settings = builder.Configuration.GetSection(Settings.Section).Get<Settings>() ?? new Settings();
        if (settings.Demo && settings.Addresses.FirstOrDefault(a => !IsLoopback(a)) is { } open)
            return (null, [$"In demonstration mode the server listens on loopback only, and {open} is open to others. Leave --urls out, or name localhost."]);

        if (settings.Oidc.Problem is { } wrong) return (null, [wrong]);
        if (PasskeyPlace.Of(settings.PasskeyDomain) is not { } place)
            return (null, [$"PasskeyDomain is \"{settings.PasskeyDomain}\". Write the name people reach this server by, like chain.example.org or chain.example.org:8443; passkeys are not bound to IP addresses."]);
        if (settings.SignInsPerMinute < 1) return (null, [$"SignInsPerMinute is {settings.SignInsPerMinute}. Nobody could sign in: name at least 1."]);
        if (Callers.WrongProxy(settings) is { } proxy) return (null, [$"Proxies names \"{proxy}\", which is neither an IP address nor a network like 10.1.0.0/16."]);
        var (signature, unsigned) = InstitutionSignature.Open(settings.Signing);
        if (signature is null) return (null, [unsigned!]);
        var (workflows, proof, problems) = WorkflowFolders.Read(settings.WorkflowFolders);
        if (!problems.IsEmpty) return (null, problems);
        Directory.CreateDirectory(settings.Folder);
        var ledger = Ledger.Open(Path.Combine(settings.Folder, "ledger.db"));
        Vault? vault = null;
        try
        {
            var (shelf, refused) = await WorkflowStore.ShelveAsync(ledger, workflows, proof, SystemClock.Instance.GetCurrentInstant(), CancellationToken.None);
            if (shelf is null)
            {
                ledger.Dispose();
                return (null, refused);
            }
            (vault, var locked) = VaultStart.Open(settings);
            if (locked is not null)
            {
                ledger.Dispose();
                return (null, [locked]);
            }
            var accounts = AccountsFile.Open(Path.Combine(settings.Folder, "accounts.db"));
            Compose(builder, settings, ledger, accounts, shelf, signature, vault);
            builder.Services.AddSingleton(proof);
            builder.Services.AddSingleton<WorkflowDesk>();
            builder.Services.AddPasskeys(place);
            var app = builder.Build();
            // Asked for at once, so that the container closes it even when nobody ever looks for a patient.
            app.Services.GetRequiredService<VaultDoor>();
            Route(app);
            await app.Services.GetRequiredService<NetworkDesk>().LoadAsync(CancellationToken.None);
            await app.Services.GetRequiredService<Credentials>().PrepareAsync();
            if (await DemonstrateAsync(app, settings, ledger, shelf) is { } no)
            {
                await app.DisposeAsync();
                return (null, [no]);
            }
            await GreetAsync(app, settings);
            return (app, []);
        }
        catch
        {
            vault?.Dispose();
            ledger.Dispose();
            throw;
        }
    }

    private static void Compose(WebApplicationBuilder builder, Settings settings, Ledger ledger, AccountsFile accounts, WorkflowShelf shelf, InstitutionSignature signature, Vault? vault)
    {
        builder.WebHost.UseUrls([.. settings.Addresses]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A form around a file, and a little more: what a slice takes is checked there, with better words.
            kestrel.Limits.MaxRequestBodySize = settings.UploadLimit + 1024 * 1024;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information).AddFilter("TherapyChain.Server.Access", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // A port in use is told in one line when the start has failed, not as a trace before it.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.AddSingleton(settings);
        // By a factory, so that the container closes it after everything that uses it.
        builder.Services.AddSingleton(_ => ledger);
        builder.Services.AddSingleton(_ => accounts);
        builder.Services.AddSingleton(shelf);
        builder.Services.TryAddSingleton<IClock>(SystemClock.Instance);
        builder.Services.AddSingleton<Tally>();
        builder.Services.AddSingleton<NetworkDesk>();
        builder.Services.AddSingleton(new OpenOrders());
        builder.Services.AddSingleton<Repeats>();
        builder.Services.AddSingleton<Changes>();
        builder.Services.AddSingleton<Pages.Worklist.SavedFilters>();
        builder.Services.AddSingleton<OrderDesk>();
        builder.Services.AddPractice();
        builder.Services.AddSingleton(_ => new VaultDoor(vault));
        builder.Services.AddSingleton<PatientDesk>();
        builder.Services.AddSingleton<LedgerVerification>();
        builder.Services.AddSingleton<RootNotes>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RootNotes>());
        builder.Services.AddSingleton<ClockWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ClockWatch>());
        builder.Services.AddAccess();
        builder.Services.AddCallers(settings);
        builder.Services.AddOidc(settings.Oidc);
        // For the forms of the pages. Whoever can read the data folder can read the ledger too: a further lock on these keys would guard nothing.
        builder.Services.AddDataProtection().SetApplicationName("TherapyChain").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(settings.Folder, "page-keys")));
        builder.Services.AddPapers(signature);
        builder.Services.AddDescription();
        builder.Services.AddPages();
        builder.Services.AddSingleton<Pages.Forms.Drafts>();
    }

    private static void Route(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseGuarding(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("TherapyChain.Server"));
        app.UseResponseCompression();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UsePractice();
        app.UseGate();
        app.UseAuthorization();
        app.UsePermissions();
        app.UseAntiforgery();
        app.MapHealth();
        app.MapSessions();
        app.MapPasskeys();
        app.MapAccounts();
        app.MapAudit();
        app.MapNotices();
        if (app.Services.GetRequiredService<Settings>().Oidc.IsOn) app.MapOidc();
        app.MapOrders();
        app.MapChanges();
        app.MapPapers();
        app.MapPatients();
        app.MapWorkflows();
        app.MapNetwork();
        app.MapOpenApi().Does(Acts.SeeDescription);
        app.MapPages();
        ((IEndpointRouteBuilder)app).RequireActs();
    }

    private static Task<string?> DemonstrateAsync(WebApplication app, Settings settings, Ledger ledger, WorkflowShelf shelf) => Demonstration.PrepareAsync(
        settings, ledger, app.Services.GetRequiredService<Keyring>(), app.Services.GetRequiredService<NetworkDesk>(), shelf, app.Services.GetRequiredService<IClock>(), CancellationToken.None);

    private static async Task GreetAsync(WebApplication app, Settings settings)
    {
        if (settings.Demo)
        {
            await DemoAccounts.MakeAsync(app.Services.GetRequiredService<AccountsFile>(), app.Services.GetRequiredService<Keyring>(), app.Services.GetRequiredService<IClock>());
            Console.WriteLine(Demonstration.Greeting(settings, app.Services.GetRequiredService<Keyring>()));
            return;
        }
        var key = await FirstAdministrator.MakeAsync(
            app.Services.GetRequiredService<NetworkDesk>(), app.Services.GetRequiredService<Keyring>(), app.Services.GetRequiredService<AccountsFile>(), CancellationToken.None);
        if (key is null) return;
        Console.WriteLine($"""

            {(app.Services.GetRequiredService<Keyring>().Now.People.Count == 1 ? "This ledger is new." : "Nobody has a key or a password for this ledger.")} Its first administrator signs in with this API key, which is shown once and kept nowhere:

                {key}

            """);
    }

    private static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Host == "localhost" || IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static int Fail(IEnumerable<string> lines)
    {
        foreach (var line in lines) Console.Error.WriteLine(line);
        return 1;
    }
}
