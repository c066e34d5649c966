using System.Collections.Immutable;
using TherapyChain.Domain;

namespace TherapyChain.Server.Practice;

/// <summary>The kinds of practice, by the names that stand in the record of a practice order and in the name of the qualification.</summary>
internal static class PracticeTask
{
    /// <summary>An order from its beginning to its good end. The one that stands in the record without a name: it was there first.</summary>
    public const string Walk = "walk";

    /// <summary>A failed identity check to judge.</summary>
    public const string Holds = "holds";

    /// <summary>A product to judge by the evidence beside it.</summary>
    public const string Release = "release";

    /// <summary>Handovers, and what a carrier or whoever watches over the way sees of them.</summary>
    public const string Shipment = "shipment";

    /// <summary>Printed labels to account for.</summary>
    public const string Labels = "labels";

    /// <summary>All of them, in the order in which they are offered.</summary>
    public static readonly ImmutableArray<string> All = [Walk, Holds, Release, Shipment, Labels];

    /// <summary>What is practised, in a few words.</summary>
    public static Sentence TitleOf(PracticePath path) => path.Task switch
    {
        Holds => $"A failed scan to judge",
        Release => $"A product to release",
        Labels => $"Printed labels to account for",
        Shipment when path.Carries => $"A shipment that you carry",
        Shipment when path.Steps.Length == 0 || path.IsBeside => $"A shipment that is late",
        Shipment => $"A shipment to hand over or to receive",
        _ => (Sentence)$"An order from beginning to end",
    };

    /// <summary>What somebody does in it, and when it is done.</summary>
    public static Sentence LeadOf(PracticePath path) => path.Task switch
    {
        Holds => $"A wrong scan has stopped an order. Compare the codes letter by letter, resolve the hold, put a value right and record a deviation.",
        Release => $"Read the evidence of a product, with a failed scan in its record, and judge it with your signature.",
        Labels => $"Labels were printed. Scan each, and say what became of it.",
        Shipment when path.Carries => $"See what a carrier sees of a shipment, and nothing else of the order. The flight is late: record it.",
        Shipment when path.IsBeside => $"See a shipment on its way, and report that it is late.",
        Shipment => $"Scan, seal, condition: give a shipment to the courier or take it from them, on the telephone if you do so at work.",
        _ => (Sentence)$"Take every step of your role, in turn with practice colleagues who take all others.",
    };
}
