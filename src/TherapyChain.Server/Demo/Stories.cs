using NodaTime;
using static TherapyChain.Server.Demo.Beat;

namespace TherapyChain.Server.Demo;

/// <summary>The forty orders: all six workflows, every phase, and what goes wrong in real life. No patient stands behind any of them.</summary>
internal static class Stories
{
    private const string Cryo = "car-t-autologous-cryo";
    private const string Fresh = "car-t-autologous-fresh";
    private const string Til = "til-autologous";
    private const string Edited = "gene-edited-stem-cells";
    private const string InVivo = "in-vivo-gene-therapy";
    private const string Stock = "allogeneic-from-stock";

    public static IReadOnlyList<Story> All { get; } =
    [
        // CAR-T, frozen where it is collected
        new(Cryo, "oslo", "pleisse", "nordljus", Days(29), new To("waiting-for-slot"), new Take("take-consent")),
        new(Cryo, "karolinska", "pleisse", "nordljus", Days(3),
            new Take("refer-patient", null, ("patient-weight", "7.2")), new Correct("physician", "patient-weight", "72", "Decimal point slipped in when typing; weighed again on the ward."), new To("scheduled")),
        new(Cryo, "charite", "pleisse", "havelkurier", Hours(3), new To("kit-ready"), new WrongScan("start-collection", "chain-of-identity")) { Referred = "karolinska" },
        new(Cryo, "umc-utrecht", "rijnmonde", "polderexpres", Days(2),
            new To("collecting"), new Take("complete-collection", null, ("collection-course", "cut-short"), ("collected-volume", "61")), new To("frozen"), new Take("reconcile-labels"), new Take("plan-second-collection"), new To("starting-material-stored")),
        new(Cryo, "charite", "pleisse", "nordljus", Hours(21), new To("in-transit-to-manufacturer")) { Collected = "karolinska", Referred = "karolinska" },
        new(Cryo, "semmelweis", "pleisse", "havelkurier", Hours(26), new To("in-transit-to-manufacturer"), new Take("report-transport-delay", Days(3), ("delay-cause", "customs-hold"))),
        new(Cryo, "uz-leuven", "rijnmonde", "polderexpres", Days(4),
            new To("in-manufacture"), new Take("record-milestone", null, ("milestone", "cells-activated")), new Take("record-milestone", null, ("milestone", "cells-transduced"))),
        new(Cryo, "saint-louis", "isara", "transvie", Hours(20), new To("manufactured"), new Take("report-out-of-specification"), new Take("offer-out-of-specification-product")),
        new(Cryo, "charite", "isara", "transvie", Minutes(3), new To("infusing")),
        new(Cryo, "charite", "pleisse", "havelkurier", Days(6), new To("infusing"), new Take("stop-infusion-early", null, ("infused-volume", "24")),
            new Take("report-adverse-event", null, ("adverse-event", "cytokine-release-syndrome"))),
        new(Cryo, "charite", "pleisse", "nordljus", Days(12),
            new To("in-transit-to-treatment-site"), new WrongScan("receive-product", "drug-product-bag"),
            new Resolve("The bag was scanned from the worklist of the neighbouring order. Cassette, bag and certificate were compared again by two people and agree."), new To("closed")) { Collected = "karolinska", Referred = "karolinska" },

        // CAR-T, shipped fresh
        new(Fresh, "gemelli", "isara", "transvie", Hours(26), new To("ordered")),
        new(Fresh, "clinic-barcelona", "isara", "transvie", Hours(1), new To("collected")),
        new(Fresh, "kings-college", "rijnmonde", "polderexpres", Hours(34), new To("in-transit-to-manufacturer")),
        new(Fresh, "motol", "pleisse", "havelkurier", Hours(7),
            new To("in-transit-to-manufacturer"), new Take("receive-starting-material-into-quarantine"), new Deviate("quality-assurance", "temperature", "The logger shows up to 10.7 °C for a little over an hour at the airport."),
            new Hold("quality-assurance", "Temperature rise on the way: no further processing before quality has judged the cells.")),
        new(Fresh, "helsinki", "pleisse", "nordljus", Days(6), new To("in-manufacture"), new Take("record-milestone")),
        new(Fresh, "gemelli", "isara", "transvie", Hours(23), new To("reviewed")),
        new(Fresh, "clinic-barcelona", "isara", "transvie", Hours(30), new To("conditioned"), new Take("confirm-fitness")),
        new(Fresh, "kings-college", "rijnmonde", "polderexpres", Days(9), new To("in-manufacture"), new Take("record-death", Days(5)), new To("died")),

        // Tumour-infiltrating lymphocytes
        new(Til, "karolinska", "rijnmonde", "nordljus", Days(2), new To("approved")),
        new(Til, "umc-utrecht", "rijnmonde", "polderexpres", Hours(66), new To("tumour-measured")),
        new(Til, "charite", "rijnmonde", "polderexpres", Days(19), new To("in-manufacture")),
        new(Til, "oslo", "rijnmonde", "nordljus", Days(5), new To("product-stored")) { Referred = "helsinki" },
        new(Til, "helsinki", "rijnmonde", "nordljus", Minutes(71), new To("thawed")),
        new(Til, "uz-leuven", "rijnmonde", "polderexpres", Days(10), new To("in-monitoring")),

        // Gene-edited stem cells
        new(Edited, "saint-louis", "isara", "transvie", Days(4), new To("eligible")),
        new(Edited, "gemelli", "isara", "transvie", Days(4) + Hours(12), new To("mobilised")),
        new(Edited, "charite", "isara", "transvie", Hours(16), new To("cells-selected"), new Take("plan-next-cycle"), new To("collected"), new Labels("cell-lab")),
        new(Edited, "kings-college", "isara", "transvie", Days(3), new To("tested")),
        new(Edited, "motol", "isara", "transvie", Hours(17), new To("in-transit-to-treatment-site")),
        new(Edited, "karolinska", "isara", "nordljus", Days(30), new To("infused")),

        // In-vivo gene therapy
        new(InVivo, "semmelweis", "rijnmonde", "polderexpres", Hours(28), new To("weighed")),
        new(InVivo, "helsinki", "rijnmonde", "nordljus", Days(15), new To("kit-stored")),
        new(InVivo, "umc-utrecht", "rijnmonde", "polderexpres", Hours(5), new To("dose-prepared")),
        new(InVivo, "clinic-barcelona", "rijnmonde", "polderexpres", Days(15), new To("checked-at-bedside"), new To("infusing"),
            new Take("complete-infusion", Minutes(62)) { Late = Hours(3) }),
        new(InVivo, "oslo", "rijnmonde", "nordljus", Days(9), new To("scheduled"), new Take("cancel-order", Days(2), ("cancellation-cause", "patient-unfit")), new To("cancelled")),

        // Donor cells from stock
        new(Stock, "charite", "aare-bank", "havelkurier", Hours(20), new To("lot-proposed")),
        new(Stock, "uz-leuven", "aare-bank", "polderexpres", Days(2), new To("product-stored")) { Referred = "umc-utrecht" },
        new(Stock, "karolinska", "aare-bank", "nordljus", Days(8), new To("infused"), new Take("report-adverse-event", null, ("adverse-event", "infection"))),
        new(Stock, "motol", "aare-bank", "havelkurier", Days(30), new To("closed")),
    ];

    private static Duration Days(int days) => Duration.FromDays(days);
    private static Duration Hours(int hours) => Duration.FromHours(hours);
    private static Duration Minutes(int minutes) => Duration.FromMinutes(minutes);
}
