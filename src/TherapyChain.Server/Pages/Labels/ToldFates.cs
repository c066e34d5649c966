using System.Collections.Immutable;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Pages.Forms;

namespace TherapyChain.Server.Pages.Labels;

/// <summary>
/// What a form says became of labels, in the order in which a scanner gives it: each label, and after it the container that carries it. A container holds for all
/// labels since the one before; a code with no label before it is looked up as one, and refused as none.
/// </summary>
internal static class ToldFates
{
    /// <summary>The fields of the form, by the names that reasons get.</summary>
    public static readonly IReadOnlySet<string> Here = new HashSet<string>(StringComparer.Ordinal) { "labels", "fate", "place", "reason" };

    public static ImmutableArray<ToldFate> Of(Fields typed)
    {
        var (told, waiting) = (new List<ToldFate>(), 0);
        foreach (var code in typed.Typed.GetValueOrDefault("label", []).Concat(typed.Lines("labels")))
        {
            if (IsLabel(code) || waiting == told.Count) told.Add(new ToldFate(code, typed["fate"], To: null, Given(typed["reason"])));
            else Carry(code);
        }
        Carry(Given(typed["place"]));
        return [.. told];

        void Carry(string? to)
        {
            for (; waiting < told.Count; waiting++) told[waiting] = told[waiting] with { To = to };
        }
    }

    /// <summary>A reason of the decision, at the field of the form that can mend it.</summary>
    public static Reason AtField(Reason reason, Order order, ImmutableArray<ToldFate> told) => reason.Field?.Split('.') switch
    {
        [_, "fate"] => reason with { Field = "fate" },
        [_, "reason"] => reason with { Field = "reason" },
        [var label, "to"] when told[Index(label)] is var of && order.Labels.GetValueOrDefault(NumberOf(of.Serial)) is { Container: null } => reason with { Field = "place" },
        null => reason,
        _ => reason with { Field = "labels" },
    };

    private static bool IsLabel(string code) => LabelSerial.TryParse(code, out _) || code.Length <= 3 && code.All(char.IsAsciiDigit);

    private static int NumberOf(string serial) => LabelSerial.TryParse(serial, out var scanned) ? scanned.Number : int.TryParse(serial, out var typed) ? typed : 0;

    // "labels[3]"
    private static int Index(string label) => int.Parse(label["labels[".Length..^1], System.Globalization.CultureInfo.InvariantCulture);

    private static string? Given(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
