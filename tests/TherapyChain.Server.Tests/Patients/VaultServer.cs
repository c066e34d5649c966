using System.Net;
using Microsoft.Extensions.Logging;
using TherapyChain.Storage.Patients;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Patients;

/// <summary>A server with a vault, its key in a folder of its own.</summary>
internal static class VaultServer
{
    public const string Name = "Ingrid Wallenius-Zetterström", BirthDate = "1961-07-23", Number = "19610723-8846", Contact = "ingrid.w@example.org";

    public static string NewKeyFile()
    {
        var file = Path.Combine(TempFolder.New().FullName, "master.key");
        MasterKey.Make(file);
        return file;
    }

    public static Task<RunningServer> StartAsync(ILoggerProvider? log = null) =>
        RunningServer.StartAsync(log, folder: null, now: null, network: true, ("VaultKeyFile", NewKeyFile()));

    public static object Ingrid(string order, string reason = "Referral letter of 12 January.") => new
    {
        order,
        name = Name,
        birthDate = BirthDate,
        hospitalNumber = new { issuer = "karolinska", number = Number },
        contact = Contact,
        reason,
    };

    /// <summary>Takes up the patient of an order; the answer is their code.</summary>
    public static async Task<string> RegisterAsync(this RunningServer server, string order)
    {
        var answer = await server.PostAsync("coordinator@karolinska", "/api/patients", Ingrid(order));
        if (answer.StatusCode != HttpStatusCode.Created) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        return (await answer.JsonAsync()).GetProperty("patient").GetString()!;
    }
}
