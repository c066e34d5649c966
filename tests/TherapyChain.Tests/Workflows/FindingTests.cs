using System.Text;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Tests.Workflows;

/// <summary>Each code of a finding, provoked by one change of the toy.</summary>
public sealed class FindingTests
{
    [Theory]
    // The form.
    [InlineData("version: 1", "version: \"1\"", "malformed-value")]
    [InlineData("version: 1", "verzion: 1", "unknown-key")]
    [InlineData("version: 1\n", "", "missing-key")]
    [InlineData("initial: ordered", "initial: [ordered]", "wrong-kind")]
    [InlineData("initial: ordered", "initial: ordered\ninitial: collected", "duplicate-key")]
    [InlineData("initial: ordered", "\tinitial: ordered", "yaml-syntax")]
    [InlineData("initial: ordered", "initial: &here ordered", "yaml-feature")]
    [InlineData("initial: ordered", "initial: !!str ordered", "yaml-feature")]
    [InlineData("records: [infusion]", "records: [infusoin]", "unknown-word")]
    [InlineData("requires: [collection]", "requires: [collection, collection]", "duplicate-item")]
    [InlineData("unit: kg, min: 30", "unit: kg, text: 3, min: 30", "key-conflict")]
    [InlineData("unit: kg, min: 30", "min: 30", "missing-key")]
    [InlineData("max: \"8 °C\"", "max: 8", "malformed-value")]
    [InlineData("limit: PT48H", "limit: 48 hours", "malformed-value")]
    [InlineData("    except: [ordered, on-the-way]\n", "    except: [ordered, on-the-way]\n    if: nothing\n", "unknown-key")]
    // Names.
    [InlineData("initial: ordered", "initial: orderd", "unknown-state")]
    [InlineData("from: received\n", "from: receved\n", "unknown-state")]
    [InlineData("except: [ordered, on-the-way]", "except: [orderd, on-the-way]", "unknown-state")]
    [InlineData("    from: anywhere\n", "    from: received\n", "key-conflict")]
    [InlineData("role: apheresis-nurse, at: collection-site", "role: apheresis-nurse, at: manufacturer", "unknown-party")]
    [InlineData("starts: [collect]", "starts: [colect]", "unknown-step")]
    [InlineData("custody: { container: bag, gives: collection-site", "custody: { container: bags, gives: collection-site", "unknown-container")]
    [InlineData("within: [fresh]", "within: [frsh]", "unknown-clock")]
    [InlineData("identity: { scan: [coi, bag], people: 2", "identity: { scan: [coi, bga], people: 2", "unknown-label")]
    [InlineData("by: weight, rows", "by: wieght, rows", "unknown-evidence")]
    [InlineData("parties: [collection-site,", "parties: [manufacturer, collection-site,", "unused-party")]
    [InlineData("assigns: [coi, bag]", "assigns: [bag]", "never-assigned")]
    [InlineData("    creates: { container: bag, held-by: collection-site }\n", "", "never-created")]
    [InlineData("requires: [consent]", "requires: [consent, fitness]", "never-recorded")]
    [InlineData("containers:\n", "containers:\n  all: { label: text }\n", "reserved-name")]
    [InlineData("containers:\n", "containers:\n  c0: { label: text }\n  c1: { label: text }\n  c2: { label: text }\n  c3: { label: text }\n  c4: { label: text }\n  c5: { label: text }\n  c6: { label: text }\n  c7: { label: text }\n  c8: { label: text }\n  c9: { label: text }\n  c10: { label: text }\n  c11: { label: text }\n  c12: { label: text }\n  c13: { label: text }\n  c14: { label: text }\n  c15: { label: text }\n", "too-many-containers")]
    // Inside a step, a clock, a piece of evidence.
    [InlineData("ordered: { phase: ordering }", "ordered: { phase: ordering, final: true }", "initial-is-final")]
    [InlineData("closed: { phase: ended, final: true }", "closed: { phase: ended }", "no-final-state")]
    [InlineData("from: [ordered]", "from: [ordered, closed]", "step-from-final")]
    [InlineData("resume: [quality]", "resume: [physician]", "resume-without-quality")]
    [InlineData("records: [infusion]", "records: [infusion]\n    revokes: [infusion]", "recorded-and-revoked")]
    [InlineData("    of: [bag]\n    identity", "    identity", "act-without-container")]
    [InlineData("assigns: [coi, bag]", "assigns: [coi]", "created-without-label")]
    [InlineData("requires: [consent]", "requires: [consent]\n    assigns: [bag]", "label-without-container")]
    [InlineData("creates: { container: bag, held-by: collection-site }", "creates: [{ container: bag, held-by: collection-site }, { container: bag, held-by: courier }]", "created-twice")]
    [InlineData("gives: courier, takes: treatment-site", "gives: courier, takes: courier", "handover-to-oneself")]
    [InlineData("role: pharmacist, at: treatment-site", "role: pharmacist, at: collection-site", "handover-by-stranger")]
    [InlineData("material-fate: { choices: [destroyed, returned] }", "look: { choices: [clear, cloudy] }", "fate-not-asked")]
    [InlineData("choices: [destroyed, returned]", "choices: [destroyed, clear]", "unknown-fate")]
    [InlineData("second: [physician], ", "", "second-person-missing")]
    [InlineData("people: 2, ", "", "second-person-superfluous")]
    [InlineData("types: { items: 4 }", "types: { items: 4 }\n    identity: { scan: [coi] }", "assigned-and-compared")]
    [InlineData("types: { items: 4 }", "types: { items: 4 }\n    labels: { received: weight, applied: weight, destroyed: types }", "labels-not-asked")]
    [InlineData("warn: PT40H", "warn: P2D", "warn-not-shorter")]
    [InlineData("warn: PT40H", "earliest: P3D", "earliest-not-shorter")]
    [InlineData("stops: [infuse, discard]", "stops: [infuse, collect]", "clock-starts-and-stops")]
    [InlineData("min: 30, max: 200", "min: 300, max: 200", "min-over-max")]
    [InlineData("min: \"2 °C\"", "min: \"20 °C\"", "min-over-max")]
    [InlineData("only: [clear]", "only: [clea]", "unknown-choice")]
    [InlineData("rows: [[60, 1], [200, 2]]", "rows: [[60, 1], [60, 2]]", "table-not-rising")]
    [InlineData("by: weight, rows", "by: types, rows", "table-by-no-quantity")]
    [InlineData("among: types", "among: weight", "among-no-items")]
    [InlineData("material-fate: { choices: [destroyed, returned] }", "material-fate: { choices: [destroyed, returned] }\n      weight: { unit: g }", "evidence-of-two-kinds")]
    // Words.
    [InlineData("  toy: { en: toy, de: toy, sv: toy }\n", "", "missing-words")]
    [InlineData("  toy: { en: toy, de: toy, sv: toy }\n", "  toy: { en: toy, de: toy }\n", "missing-key")]
    [InlineData("  toy: { en: toy, de: toy, sv: toy }\n", "  toy: { en: toy, de: toy, sv: toy }\n  toi: { en: a, de: a, sv: a }\n", "superfluous-words")]
    // Where the paths lead.
    [InlineData("from: collected\n", "from: closed\n", "step-from-final")]
    [InlineData("    from: collected\n    to: on-the-way", "    from: collected\n    to: collected", "unreachable-state")]
    [InlineData("except: [ordered, on-the-way]\n    to: closed", "except: [ordered, on-the-way]\n    to: closed\n    requires: [infusion]", "step-never-taken")]
    [InlineData("stops: [infuse, discard]", "stops: [give-up]", "clock-never-stopped")]
    [InlineData("starts: [collect]", "starts: [report-delay]", "clock-not-running")]
    [InlineData("    by: { role: physician, at: treatment-site }\n  report", "    by: { role: physician, at: treatment-site }\n    identity: { scan: [coi] }\n  report", "scanned-before-assigned")]
    [InlineData("    by: { role: physician, at: treatment-site }\n  report", "    by: { role: physician, at: treatment-site }\n    identity: { scan: [bag] }\n  report", "scanned-when-gone")]
    [InlineData("types: { items: 4 }", "types: { items: 4, required: false }", "evidence-before-given")]
    public void A_change_for_the_worse_is_found(string old, string now, string code)
    {
        var findings = Toy.Findings(Toy.With(old, now));

        Assert.Contains(code, findings.Select(f => f.Code));
        Assert.All(findings, f => Assert.True(f is { Line: > 0, Column: > 0 }, f.ToString()));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("isbt-128-din, shared: true")]
    public void A_check_that_compares_only_what_another_order_may_carry_too_is_found(string label)
    {
        var text = Toy.With("coi: { label: isbt-128-coi }", $"coi: {{ label: {label} }}").Replace("identity: { scan: [coi, bag] }", "identity: { scan: [coi] }", StringComparison.Ordinal);
        Assert.Contains("check-without-own-code", Toy.Findings(text).Select(f => f.Code));
    }

    [Fact]
    public void A_state_that_nothing_leaves_is_a_dead_end()
    {
        var findings = Toy.Findings(Toy.With("    from: anywhere\n    except: [ordered, on-the-way]\n", "    from: collected\n").Replace("    from: received\n", "    from: collected\n", StringComparison.Ordinal));
        Assert.Contains("dead-end", findings.Select(f => f.Code));
    }

    [Fact]
    public void A_state_from_which_no_end_is_reached_is_told_with_the_way_to_it()
    {
        var text = Toy.With("    from: anywhere\n    except: [ordered, on-the-way]\n", "    from: collected\n").Replace("    requires: [consent]\n", "    requires: [consent]\n    revokes: [collection]\n", StringComparison.Ordinal)
            .Replace("    from: received\n    to: closed\n", "    from: received\n    to: received\n", StringComparison.Ordinal);
        var finding = Assert.Single(Toy.Findings(text), f => f.Code == "no-end");
        Assert.Equal(["collect", "send", "receive"], finding.Path);
    }

    [Fact]
    public void A_way_that_only_leads_out_while_a_clock_has_time_left_is_no_way_out()
    {
        var finding = Assert.Single(Toy.Findings(Toy.With("except: [ordered, on-the-way]", "except: [ordered, on-the-way, received]")), f => f.Code == "no-end-when-late");
        Assert.Contains("received", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_findings_of_a_sieve_come_at_once_in_the_order_of_the_file()
    {
        var findings = Toy.Findings(Toy.With("version: 1", "version: x").Replace("sign: performed-by", "sign: performd-by", StringComparison.Ordinal));

        Assert.Equal(["malformed-value", "unknown-word", "unknown-word"], findings.Select(f => f.Code));
        Assert.Equal(findings.OrderBy(f => f.Line), findings);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_or_carry_a_mark_or_are_too_many_are_refused()
    {
        Assert.Equal("file-encoding", Code([0x77, 0xFF, 0xFE]));
        Assert.Equal("file-encoding", Code([0xEF, 0xBB, 0xBF, 0x61]));
        Assert.Equal("file-too-large", Code(new byte[1_000_001]));
        Assert.Equal("yaml-empty", Code([]));
        Assert.Equal("yaml-feature", Code(Encoding.UTF8.GetBytes(new string('[', 5000))));

        static string Code(byte[] bytes) => Assert.Single(Assert.IsType<WorkflowFile.Reading.Unsound>(WorkflowFile.Read(bytes)).Findings).Code;
    }
}
