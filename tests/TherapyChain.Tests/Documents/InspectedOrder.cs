using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Documents;

/// <summary>
/// An order from referral to close in which everything happened that a custody record has to show: a wait past its limit, a correction, a late
/// entry, a deviation, a hold by hand, a wrong bag at the bedside, and a printing. Every entry comes from a real decision.
/// </summary>
sealed class InspectedOrder
{
    public static readonly Names Network = Names.Of(
        new Dictionary<string, SiteName>
        {
            ["karolinska"] = new("Karolinska universitetssjukhuset", "Stockholm", "Sweden", "Europe/Stockholm"),
            ["leipzig-cells"] = new("Leipzig Cell Therapies", "Leipzig", "Germany", "Europe/Berlin"),
            ["nordic-cryo"] = new("Nordic Cryo Logistics", "Stockholm", "Sweden", "Europe/Stockholm"),
            ["spree-kurier"] = new("Spree-Kurier", "Berlin", "Germany", "Europe/Berlin"),
            ["charite"] = new("Charité – Universitätsmedizin Berlin", "Berlin", "Germany", "Europe/Berlin"),
        },
        new Dictionary<string, string>
        {
            ["referring-physician.karolinska"] = "Åsa Lindqvist",
            ["coordinator.karolinska"] = "Björn Ek",
            ["apheresis-nurse.karolinska"] = "Karin Öberg",
            ["cell-lab.karolinska"] = "Oleksandr Шевченко",
            ["quality.charite"] = "Jürgen Weiß",
            ["quality.karolinska"] = "Märta Sjögren",
            ["physician.charite"] = "Dr. Anneliese Großmann",
            ["coordinator.charite"] = "Zdeněk Říha",
            ["pharmacist.charite"] = "Ελένη Παπαδοπούλου",
            ["ward-nurse.charite"] = "Thu Trang Lê",
            ["cell-lab.charite"] = "Piotr Wójcik",
            ["data-manager.charite"] = "Saskia de Vries",
            ["case-manager.leipzig-cells"] = "Kathrin Möller",
            ["planner.leipzig-cells"] = "Tomáš Dvořák",
            ["operator.leipzig-cells"] = "Sabine Förster",
            ["quality-control.leipzig-cells"] = "Ioana Ștefănescu",
            ["quality-assurance.leipzig-cells"] = "Lars Brüggemann",
            ["qualified-person.leipzig-cells"] = "Dr. Helga Żak",
            ["second.person"] = "Mirjam Çelik",
        });

    readonly Scenario scenario;

    InspectedOrder(Scenario scenario) => this.scenario = scenario;

    public Workflow Workflow => scenario.Workflow;
    public IReadOnlyList<Entry> Entries => scenario.Entries;
    public Order Order => scenario.Order;

    public ImmutableArray<SealedEntry> Sealed
    {
        get
        {
            var sealedEntries = ImmutableArray.CreateBuilder<SealedEntry>();
            foreach (var entry in scenario.Entries) sealedEntries.Add(Seal.Close(entry, sealedEntries.Count == 0 ? null : sealedEntries[^1].Hash));
            return sealedEntries.ToImmutable();
        }
    }

    public CustodyRecord Record() => CustodyRecordBuilder.Build(Workflow, Sealed, Network);

    /// <summary>The whole life of an order, printed at its end.</summary>
    public static InspectedOrder Closed()
    {
        var order = new InspectedOrder(Scenario.Of("car-t-autologous-cryo"));
        order.To("ordered", slotWait: Duration.FromDays(29));
        order.To("starting-material-stored");
        order.Correct("collected-volume", new EvidenceValue("181", "mL"), "Volume of the neighbouring bag was read; scale print-out checked.");
        order.To("in-transit-to-manufacturer");
        order.Deviate("transport", "Lid of the shipper opened for 40 s at Arlanda security; no reading above −150 °C.");
        order.To("tested");
        order.Late("review-batch-record", Duration.FromMinutes(195), "Network failure in building 7; taken from paper form DT-0231.");
        order.To("product-stored");
        order.Hold("Temperature log of the cryostore under review.", "Log complete; highest reading −187.4 °C.");
        order.To("issued-to-ward");
        order.WrongBag("check-at-bedside");
        order.To("closed");
        order.Print();
        return order;
    }

    /// <summary>The shortest way of any workflow to its close.</summary>
    public static InspectedOrder Closed(string workflow)
    {
        var order = new InspectedOrder(Scenario.Of(workflow));
        order.To("closed");
        return order;
    }

    /// <summary>An order whose identity check was refused twice before one hold was resolved.</summary>
    public static InspectedOrder RefusedTwice()
    {
        var order = new InspectedOrder(Scenario.Of("car-t-autologous-cryo"));
        order.To("issued-to-ward");
        order.WrongBag("check-at-bedside", resolve: false);
        order.WrongBag("check-at-bedside");
        return order;
    }

    /// <summary>An open order that is on hold after a wrong bag at the bedside.</summary>
    public static InspectedOrder OnHold()
    {
        var order = new InspectedOrder(Scenario.Of("car-t-autologous-cryo"));
        order.To("issued-to-ward");
        order.WrongBag("check-at-bedside", resolve: false);
        return order;
    }

    /// <summary>An order on its way, nothing out of the ordinary so far.</summary>
    public static InspectedOrder At(string state)
    {
        var order = new InspectedOrder(Scenario.Of("car-t-autologous-cryo"));
        order.To(state);
        return order;
    }

    /// <summary>A value that the release rested on is corrected when the product is already out.</summary>
    public static InspectedOrder CorrectedAfterRelease()
    {
        var order = At("product-packed");
        order.Correct("collected-volume", new EvidenceValue("181", "mL"), "Volume of the neighbouring bag was read.");
        return order;
    }

    /// <summary>An order with at least that many entries.</summary>
    public static InspectedOrder Long(int entries)
    {
        var order = new InspectedOrder(Scenario.Of("car-t-autologous-cryo"));
        order.To("in-transit-to-manufacturer");
        for (var i = 1; order.Entries.Count < entries - 3; i++) order.Deviate("transport", $"Reading {i} of the second sensor missed; the first sensor was complete throughout.");
        order.To("starting-material-accepted");
        order.Print();
        return order;
    }

    void To(string state, Duration slotWait = default)
    {
        foreach (var step in RehearsalPath.To(Workflow, Order, state) ?? throw new InvalidOperationException($"No path from {Order.State} to {state}."))
        {
            if (Order.State == "waiting-for-slot" && Order.Clocks["slot-wait"] is { Exceeded: false } && slotWait > Duration.Zero)
            {
                scenario.Now += slotWait;
                slotWait = Duration.Zero;
                scenario.Accept(WatchClocks.Decide(Workflow, Order, For(step.Name)));
            }

            Take(step, Duration.Zero, null);
        }
    }

    void Take(Step step, Duration late, string? reason)
    {
        foreach (var clock in step.After)
            if (Order.Clocks[clock].Earliest is { } earliest && earliest > scenario.Now) scenario.Now = earliest;
        string? document = null;
        foreach (var evidence in step.Evidence.Where(e => e is { Required: true, Kind: EvidenceKind.Document }))
        {
            document = Hash.Of(BitConverter.GetBytes(Order.Seq)).ToString();
            scenario.Accept(Domain.Orders.Documents.Add(Order, Document(document, evidence.Name), For(step.Name)));
        }

        var happened = scenario.Now;
        scenario.Now += late;
        scenario.Accept(scenario.Try(Fill(step, happened, document) with { LateReason = reason }, context: For(step.Name)));
        // People hurry while thawed cells wait.
        var hurry = Order.Clocks.Values.Any(c => c.Left(scenario.Now) < Duration.FromHours(4));
        scenario.Now += hurry ? Duration.FromSeconds(167) : Duration.FromSeconds(5_233);
    }

    DocumentAdded Document(string hash, string evidence)
    {
        var isLog = evidence.Contains("logger", StringComparison.Ordinal);
        KeyValuePair<string, string>[] summary = isLog ? [new("readings", "412"), new("highest", "−187.4 °C")] : [];
        return new DocumentAdded(
            hash, $"{evidence}-{Order.Seq + 1}.{(isLog ? "csv" : "pdf")}", isLog ? "text/csv" : "application/pdf", 18_204 + Order.Seq, isLog ? "temperature-log" : evidence,
            summary.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    void Late(string step, Duration late, string reason) => Take(scenario.Step(step), late, reason);

    void Correct(string field, EvidenceValue value, string reason) => scenario.Accept(
        CorrectEntry.Decide(Workflow, Order, Order.Evidence[field].Seq, field, value, reason, By("quality", "treatment-site")));

    void Deviate(string category, string description)
    {
        scenario.Now += Duration.FromMinutes(3);
        scenario.Accept(RecordDeviation.Decide(Workflow, Order, category, description, By("quality", "treatment-site")));
    }

    void Hold(string reason, string resolution)
    {
        scenario.Accept(Holds.Place(Workflow, Order, reason, By("quality", "treatment-site")));
        scenario.Now += Duration.FromHours(2);
        scenario.Accept(Holds.Resolve(Workflow, Order, Order.Holds[^1].Seq, resolution, By("quality", "treatment-site")));
    }

    void WrongBag(string name, bool resolve = true)
    {
        var step = scenario.Step(name);
        var request = Fill(step, scenario.Now, null);
        var wrong = request with { Scans = [.. request.Scans.Select(s => s.Name == "drug-product-bag" ? s with { Value = Transposed(s.Value) } : s)] };
        scenario.Record(scenario.Refused(wrong, For(name)));
        if (!resolve) return;
        scenario.Now += Duration.FromMinutes(4);
        scenario.Accept(Holds.Resolve(
            Workflow, Order, Order.Holds[^1].Seq, "The label of the cassette was scanned, on which two digits are transposed; the bag itself was checked by two people.",
            By("quality", "treatment-site")));
        scenario.Now += Duration.FromMinutes(2);
    }

    void Print() => scenario.Accept(Domain.Orders.Documents.Print(Order, "custody-record", Sealed[^1].Hash.ToString(), Network.In(Entries, By("quality", "treatment-site").Actor), By("quality", "treatment-site")));

    static string Transposed(string code)
    {
        var i = Enumerable.Range(0, code.Length - 1).Last(k => code[k] != code[k + 1]);
        return code[..i] + code[i + 1] + code[i] + code[(i + 2)..];
    }

    StepRequest Fill(Step step, Instant at, string? document) => Rehearsal.Fill(Workflow, Order, step, at, scenario.Doer(step.Name).Zone, document);

    Context For(string step)
    {
        var context = scenario.For(step);
        return context with { Actor = Named(context.Actor), Second = context.Second is { } second ? Named(second) : null };
    }

    Context By(string role, string party) => new(scenario.Now, Named(Some.Person(role, party)));

    static Person Named(Person person) => person with { Name = Network.Person(person.Id) };
}
