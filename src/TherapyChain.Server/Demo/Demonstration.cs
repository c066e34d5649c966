using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Access;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Network;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Demo;

/// <summary>
/// The demonstration: a network and forty orders in a ledger of their own. What is there already is left as it is; a ledger of real work is
/// never filled with it, and its ledger is never opened as one of real work.
/// </summary>
internal static class Demonstration
{
    /// <summary>Who a visitor can be at once, by what they would look at.</summary>
    private static readonly (string Role, string Person)[] Guides =
    [
        ("Coordinator", "jule-petersdorf"), ("Quality", "ulrike-sandmann"), ("Physician", "anke-vollbrecht"), ("Courier", "emil-hagstrom"), ("Inspector", "solveig-thaler"), ("Administrator", "henning-ostrow"),
    ];

    /// <summary>Fills an empty ledger, or looks whether this one may be opened in the way that was asked for.</summary>
    /// <returns>Why the server must not start; null when it may.</returns>
    public static async Task<string?> PrepareAsync(Settings settings, Ledger ledger, Keyring keys, NetworkDesk desk, WorkflowShelf shelf, IClock clock, CancellationToken ct)
    {
        // By its people as well as by its keys: the file that holds the keys may be gone.
        var isDemonstration = keys.Now.People.Keys.Any(KnowsDemoKey) || Guides.All(guide => keys.Now.People.ContainsKey(guide.Person));
        if (!settings.Demo)
            return isDemonstration ? $"The ledger in {settings.Folder} is the demonstration's, and its keys are no secrets. Start it with --demo, or name another folder with --data." : null;
        await using var db = ledger.CreateDb();
        var hasOrders = await db.Orders.AnyAsync(ct);
        if (!isDemonstration && (hasOrders || keys.Now.People.Count > 0))
            return $"The ledger in {settings.Folder} is in use for real work; the demonstration is not put into it. Leave --data out, or name an empty folder.";
        if (hasOrders) return null;
        if (settings.Lacking(shelf) is { } lacking) return lacking;
        var roster = DemoNetwork.Read();
        if (await desk.TakeUpAsync(roster with { Reason = "Demonstration." }, AccessNote.OfServer(Relations.OperationsSite), ct) is { Refused: { IsEmpty: false } refused }) return $"The demonstration network is not taken up: {refused[0].Message}";
        await desk.TakeKeysAsync(roster.People.ToDictionary(m => DemoKeys.HashOf(m.Person.Id), m => m.Person.Id), KeyScope.All, ct);
        await FillAsync(ledger, shelf, new Cast(roster), Moment.Whole(clock.GetCurrentInstant()), ct);
        await DemoProposal.MakeAsync(ledger, shelf, keys, Moment.Whole(clock.GetCurrentInstant()), ct);
        return null;

        bool KnowsDemoKey(string person) => person.Length <= 36 && keys.Now.Key(DemoKeys.HashOf(person)) is not null;
    }

    /// <summary>Whom a visitor can sign in as, with the key.</summary>
    public static IEnumerable<(string Role, string Name, string Key)> Visitors(Keyring keys) =>
        Guides.Where(g => keys.Now.People.ContainsKey(g.Person)).Select(g => (g.Role, keys.Now.People[g.Person].Name, DemoKeys.Of(g.Person)));

    /// <summary>How to sign in, in words for the terminal.</summary>
    public static string Greeting(Settings settings, Keyring keys)
    {
        var people = Visitors(keys).Select(v => $"  {v.Role,-14} {DemoKeys.PersonOf(v.Key),-18} {v.Key}");
        return $"""

            TherapyChain demonstration. The hospitals are real places that know nothing of this; every person, order and value is invented.
            Open {settings.Addresses[0]} and sign in as one of these people. Everybody's password is "{DemoAccounts.Password}"; no code is asked for,
            since this server listens on this machine only. Their keys are no secrets either and good for nothing else:

            {string.Join(Environment.NewLine, people)}

            Everybody of the demonstration has such a key: tc_demo_, their id, an underscore, filled up with zeros to 46 characters.

            """;
    }

    // All orders' entries in the order in which they were recorded, as if the ledger had stood there all the while.
    private static async Task FillAsync(Ledger ledger, WorkflowShelf shelf, Cast cast, Instant present, CancellationToken ct)
    {
        var appends = Stories.All.SelectMany((story, i) => Performance.Of(story, shelf.Newest(story.Workflow)!, cast, i + 1, present))
            .OrderBy(append => append.Entries[^1].Envelope.Recorded).ThenBy(append => append.Order.Value).ThenBy(append => append.ExpectedHead).ToList();
        var recorded = appends.Select(append => ledger.RecordAsync(append, ct)).ToList();
        foreach (var (append, outcome) in appends.Zip(await Task.WhenAll(recorded)))
            if (outcome is not RecordOutcome.Recorded)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Entry {append.ExpectedHead + 1} of the demonstration's order {append.Order} was not recorded: {outcome}."));
    }

    private static string? Lacking(this Settings settings, WorkflowShelf shelf) =>
        Stories.All.Select(s => s.Workflow).FirstOrDefault(id => shelf.Newest(id) is null) is { } missing
            ? $"The demonstration needs the shipped workflows, and {missing} is not among those in {string.Join(", ", settings.WorkflowFolders)}. Leave --workflows out." : null;
}
