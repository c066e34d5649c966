using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

/// <summary>The written form of each kind of entry is public: a change of the golden file is a change of the format.</summary>
public sealed class EventFormTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    private static readonly ImmutableArray<OrderEvent> Kinds =
    [
        new OrderCreated("car-t-autologous-cryo", 1, new string('a', 64), "opened", "2026-0001", Sorted(("courier", "nordic-cryo"), ("treatment-site", "charite"))),
        new StepCompleted("complete-collection", "collecting", "collected")
        {
            Acts = ["collection"],
            Revoked = ["postponement"],
            Assigned = [new("apheresis-bag", "A999926000001"), new("lot-number", "L-1", Shared: true), new("batch-number", "B-1") { Issuer = "leipzig-cells" }],
            Scanned = [new("chain-of-identity", "CHA999926000001")],
            Evidence = ImmutableSortedDictionary<string, EvidenceValue>.Empty.Add("collected-volume", new("180.50", "mL")).Add("collection-course", new("complete")),
            Created = [new("apheresis-bag", "collection-site", ["tumour"])],
            Moved = [new("frozen-bag", "collection-site", "courier", "S-4711", "intact")],
            Ended = [new("culture", "consumed")],
            ClocksStarted = [new("post-thaw", Noon, Noon + Duration.FromMinutes(20), Noon + Duration.FromMinutes(30), true)],
            ClocksStopped = ["slot-wait"],
            Second = new("second.person", "physician", "Dr. Åsa Öberg"),
            Place = "bedside",
            Signature = new("Jürgen Weiß", "performed-by", Noon),
            LateReason = "The network was down.",
        },
        new IdentityRefused("check-at-bedside", [new("drug-product-bag", "DPB-2", ["DPB-1"])], new("second.person", "physician", "Dr. Åsa Öberg")),
        new OrderHeld(HoldCode.ClockExceeded, "It ran out.", "post-thaw"),
        new HoldResolved(12, "Judged by quality."),
        new ClockWarned("post-thaw", Noon),
        new ClockExceeded("post-thaw", Noon),
        new EntryCorrected(9, "collected-volume", new("180", "mL"), new("181", "mL"), "Misread."),
        new DeviationRecorded("temperature", "The lid was open for a minute."),
        new DocumentAdded(new string('b', 64), "logger.txt", "text/plain", 1234, "temperature-log", Sorted(("readings", "424"))),
        new DocumentPrinted("custody-record", 2, new string('c', 64), Names.Of(
            [KeyValuePair.Create("charite", new SiteName("Charité", "Berlin", "DE", "Europe/Berlin"))], [KeyValuePair.Create("second.person", "Dr. Åsa Öberg")])),
        new LabelsPrinted([new(7, "apheresis-bag", "A999926000001", ["&/CHA999926000001", "=A99992600000100"]), new(8, null, null, ["&/CHA999926000001"])], "100x50", "de", "Torn."),
        new LabelsAccounted([new(7, LabelFate.Applied, "A999926000001", null), new(8, LabelFate.Destroyed, null, "Not needed.")]),
        new WorkflowMoved(1, 2, new string('d', 64), "New label."),
    ];

    [Fact]
    public void Every_kind_of_entry_has_its_written_form()
    {
        var lines = Kinds.Select(e => $"{e.Type} {Encoding.UTF8.GetString(Data(e).Span)}");
        Assert.Null(Golden.Difference("tests/golden/entry-kinds.txt", string.Join('\n', lines) + "\n"));
    }

    [Fact]
    public void No_kind_is_missing_here()
    {
        var all = typeof(OrderEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(OrderEvent))).Select(t => t.Name).Order();
        Assert.Equal(all, Kinds.Select(e => e.GetType().Name).Order());
    }

    [Fact]
    public void Each_reads_back_to_the_same_bytes()
    {
        foreach (var kind in Kinds)
        {
            using var data = JsonDocument.Parse(Data(kind));
            Assert.Equal(Encoding.UTF8.GetString(Data(kind).Span), Encoding.UTF8.GetString(Data(OrderEventJson.Read(kind.Type, data.RootElement)).Span));
        }
    }

    [Theory]
    [InlineData("step.taken", "{}")]
    [InlineData("order.held", "{}")]
    [InlineData("order.held", "{\"code\":1,\"reason\":\"x\"}")]
    [InlineData("clock.warned", "{\"clock\":\"a\",\"limit\":\"yesterday\"}")]
    [InlineData("step.completed", "{\"step\":\"a\",\"from\":\"b\",\"to\":\"c\",\"acts\":[null]}")]
    public void An_unknown_type_or_shape_is_refused_never_passed_over(string type, string json)
    {
        using var data = JsonDocument.Parse(json);
        Assert.ThrowsAny<FormatException>(() => OrderEventJson.Read(type, data.RootElement));
    }

    private static ReadOnlyMemory<byte> Data(OrderEvent happened)
    {
        var json = new CanonicalWriter();
        happened.WriteData(json);
        return json.Written.ToArray();
    }

    private static ImmutableSortedDictionary<string, string> Sorted(params (string Key, string Value)[] pairs) =>
        pairs.ToImmutableSortedDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
}
