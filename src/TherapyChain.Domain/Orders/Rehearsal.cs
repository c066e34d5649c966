using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Identity.Gs1;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// Fills the form of a step as somebody would on a good day: right codes, values within the limits, seals that match. The demonstration
/// network, the tests and the benchmarks walk orders with it, always through the real decision. The same order and step give the same form.
/// </summary>
public static class Rehearsal
{
    private const string Letters = "ABCDEFGHIJKLMNPQRSTUVWXYZ";

    /// <param name="workflow">The order's workflow.</param>
    /// <param name="order">The order as it is before the step.</param>
    /// <param name="step">The step to fill in.</param>
    /// <param name="at">When it happens.</param>
    /// <param name="zone">The zone of the site, for dates.</param>
    /// <param name="document">SHA-256 of a document of the order, for evidence that asks for one.</param>
    public static StepRequest Fill(Workflow workflow, Order order, Step step, Instant at, string zone = "Etc/UTC", string? document = null) => new(step.Name, at)
    {
        Scans =
        [
            .. step.Assigns.Select(name => new Scan(name, Typed(workflow, name, NewCode(workflow, order, name, at)))),
            .. (step.Identity?.Scan ?? []).SelectMany(name => order.Expected(name).Select(code => new Scan(name, Typed(workflow, name, code)))),
        ],
        Evidence = step.Evidence.Where(e => e.Required)
            .ToImmutableSortedDictionary(e => e.Name, e => Labels(e, order, step) ?? Value(e.Kind, order, step, at.InZone(DateTimeZoneProviders.Tzdb[zone]).Date, document), StringComparer.Ordinal),
        Handovers = step.Custody.ToImmutableSortedDictionary(m => m.Container, m => new HandoverDetails(
            m.FromCarrier && order.Containers.GetValueOrDefault(m.Container)?.Seal is { } seal ? seal : m.Seal ? $"S-{Number(order, m.Container, order.Seq) % 1_000_000:000000}" : null,
            Condition.Intact), StringComparer.Ordinal),
        Signature = step.Sign,
        LateReason = "Entered after the shift.",
    };

    private static EvidenceValue Value(EvidenceKind kind, Order order, Step step, LocalDate day, string? document) => kind switch
    {
        EvidenceKind.Quantity q => new(Within(q), q.Unit),
        EvidenceKind.TableCount t => new(Looked(t, order), t.Unit),
        EvidenceKind.Choice c => new(c.Only.IsEmpty ? c.Choices[0] : c.Only[0]),
        EvidenceKind.Text => new("As planned."),
        EvidenceKind.Items => new("A*02:01, B*07:02, DRB1*15:01"),
        EvidenceKind.Among a => new(order.Evidence.TryGetValue(a.ItemsOf, out var given) ? given.Value.Value.Split([' ', ',', ';'])[0] : ""),
        EvidenceKind.Date => new(LocalDatePattern.Iso.Format(day)),
        EvidenceKind.Confirmation => new("yes"),
        EvidenceKind.Document => new(document ?? order.Documents.Keys.FirstOrDefault() ?? ""),
        _ => throw new UnreachableException($"Cannot rehearse {kind.GetType().Name} of {step.Name}."),
    };

    // All labels there are, a few of them destroyed.
    private static EvidenceValue? Labels(Evidence evidence, Order order, Step step)
    {
        if (step.Labels is not { } labels || evidence.Name != labels.Applied && evidence.Name != labels.Destroyed) return null;
        var left = LabelRules.Outstanding(order, labels);
        var destroyed = Math.Min(2, decimal.Floor(left / 2));
        return new EvidenceValue((evidence.Name == labels.Destroyed ? destroyed : left - destroyed).ToString("0", CultureInfo.InvariantCulture), "label");
    }

    private static string Within(EvidenceKind.Quantity q)
    {
        var number = (q.Min, q.Max) switch
        {
            ({ } min, { } max) => decimal.Round((min + max) / 2, 2),
            ({ } min, null) => decimal.Round(min + Math.Max(1, Math.Abs(min) / 4), 2),
            (null, { } max) => decimal.Round(max - Math.Max(1, Math.Abs(max) / 8), 2),
            _ => 10,
        };
        return (number < q.Min ? q.Min.Value : number > q.Max ? q.Max.Value : number).ToString("0.##", CultureInfo.InvariantCulture);
    }

    private static string Looked(EvidenceKind.TableCount t, Order order)
    {
        var size = order.Evidence.TryGetValue(t.By, out var by) ? decimal.Parse(by.Value.Value, CultureInfo.InvariantCulture) : 0;
        return t.Rows.FirstOrDefault(row => size <= row.UpTo, t.Rows[^1]).Count.ToString(CultureInfo.InvariantCulture);
    }

    // As a person would type it from the label: a donation number with its check character.
    private static string Typed(Workflow workflow, string name, string code) =>
        Situation.LabelOf(workflow, name) == IdentifierKinds.Donation && DonationNumber.TryParse(code, out var din, out _) ? din.Text + din.CheckCharacter : code;

    private static string NewCode(Workflow workflow, Order order, string name, Instant at)
    {
        var n = Number(order, name, order.Seq);
        var facility = $"{Letters[(int)(n % 24)]}{Letters[(int)(n / 24 % 24)]}{Letters[(int)(n / 576 % 24)]}{n / 13824 % 100:00}";
        var year = at.InUtc().Year % 100;
        return Situation.LabelOf(workflow, name) switch
        {
            "isbt-128-din" => $"{facility}{year:00}{n / 1_382_400 % 1_000_000:000000}",
            "isbt-128-coi" => $"CH{facility}{year:00}{n / 1_382_400 % 1_000_000:000000}",
            "sec" => $"XX0TE999{facility}{year:00}{n / 1_382_400 % 1_000_000:000000}A00S130000000000000",
            "gs1-sgtin" => $"(01)04012345111118(21){n % 1_000_000_000_000:000000000000}",
            "gs1-lgtin" => $"(01)04012345111118(10){n % 1_000_000_000_000:000000000000}",
            "gs1-sscc" => Keyed("00", $"04012345{n % 1_000_000_000:000000000}"),
            "gs1-gsrn" => Keyed("8018", $"4012345{n % 10_000_000_000:0000000000}"),
            "gs1-grai" => $"(8003)04012345000221{n % 1_000_000_000_000:000000000000}",
            "gs1-giai" => $"(8004)4012345{n % 1_000_000_000_000:000000000000}",
            _ => $"{string.Concat(name.Split('-').Select(w => char.ToUpperInvariant(w[0])))}-{n % 1_000_000_000_000:000000000000}",
        };
    }

    private static string Keyed(string ai, string payload) => $"({ai}){payload}{CheckDigit.Of(payload)}";

    // SplitMix64: spreads order, name and place over 63 bits, the same on every machine (string hash codes are not).
    private static long Number(Order order, string name, int seq)
    {
        unchecked
        {
            var x = (ulong)order.Id.Value ^ ((ulong)seq << 40);
            foreach (var c in name) x = x * 1099511628211UL + c;
            x += 0x9E3779B97F4A7C15UL;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
            return (long)((x ^ (x >> 31)) & long.MaxValue);
        }
    }
}
