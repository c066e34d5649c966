using System.Collections.Immutable;
using System.Globalization;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>What somebody says became of a label, every text as it was scanned or typed.</summary>
/// <param name="Serial">Its own symbol, scanned, or the number that stands on it.</param>
/// <param name="Fate">One of <see cref="LabelFate.All"/>.</param>
/// <param name="To">For an applied one the container's code, scanned; for one that carries no container's code what it was put on.</param>
public sealed record ToldFate(string Serial, string Fate, string? To, string? Reason);

/// <summary>
/// Records the fate of printed labels, also while the order is on hold: what became of a label is true whatever else is wrong. A label on
/// another container than the one it was printed for is a failed identity check, and so is a label of another order.
/// </summary>
public static class AccountLabels
{
    private const int LongestPlace = 100;

    /// <summary>The name under which a label in the wrong place is recorded where a step would stand.</summary>
    public const string Act = Acts.AccountLabels;

    /// <summary>What a label's own symbol was read as.</summary>
    public const string Serial = "label-serial";

    public static Decision Decide(Workflow workflow, Order order, ImmutableArray<ToldFate> told, Context context)
    {
        var journal = new Journal(order, context);
        WatchClocks.Record(journal, workflow, context.Now);
        var relation = order.To(context.Actor.Site);
        var table = PermissionTable.Shipped;
        if (table.RoleFor(Acts.AccountLabels, context.Actor.Roles, relation) is not { } role)
            return journal.Refuse(relation == Relation.None ? Verb.NoParty : new Reason("actor.role", $"None of your roles accounts for labels of this order."));
        if (told.IsEmpty) return journal.Refuse(new Reason("labels.nothing", $"Name at least one label and what became of it.", "labels"));

        var (reasons, fates, wrong) = (new List<Reason>(), new List<LabelFate>(), new StrayLabels(journal.Order));
        for (var i = 0; i < told.Length; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"labels[{i}]");
            if (Find(journal.Order, told[i].Serial, field, reasons, wrong) is not { } label) continue;
            if (fates.Any(f => f.Serial == label.Serial)) reasons.Add(new("labels.twice", $"Label {Number(label)} is named twice.", $"{field}.serial"));
            else if (Read(workflow, label, told[i], field, reasons, wrong) is { } fate) fates.Add(fate);
        }
        var missing = fates.Where(f => f.Fate == LabelFate.Missing).ToList();
        var quality = table.RoleFor(Acts.MissLabels, context.Actor.Roles, relation);
        if (missing.Count > 0 && quality is null)
            reasons.Add(new("labels.missing", $"That a label cannot be found is for quality to record. Look for it, and tell them.", "labels"));
        wrong.Record(journal, workflow, role);
        if (reasons.Count > 0) return journal.Refuse(reasons);
        journal.Write(new LabelsAccounted([.. fates]), missing.Count > 0 ? quality! : role);
        if (missing.Count > 0)
            journal.Write(new DeviationRecorded("labelling", RuleWords.LostLabels(string.Join("; ", missing.Select(f => $"{LabelSerial.Short(f.Serial)} ({f.Reason})")))), quality!);
        return journal.Accept();
    }

    private static PrintedLabel? Find(Order order, string serial, string field, List<Reason> reasons, StrayLabels wrong)
    {
        var text = serial.Trim();
        if (wrong.OfOther(text, $"{field}.serial") is { } stray)
        {
            reasons.Add(stray);
            return null;
        }
        var number = LabelSerial.TryParse(text, out var scanned) ? scanned.Number : (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : 0);
        if (order.Labels.GetValueOrDefault(number) is { } label) return label;
        reasons.Add(order.Labels.Count == 0 ? new("labels.unknown", $"No label of this order was printed here.", $"{field}.serial")
            : new("labels.unknown", $"\"{(text.Length > 40 ? text[..40] : text)}\" is no label of this order. Its labels are 001 to {LabelSerial.Short(order.Labels.Count)}.", $"{field}.serial"));
        return null;
    }

    private static LabelFate? Read(Workflow workflow, PrintedLabel label, ToldFate told, string field, List<Reason> reasons, StrayLabels wrong)
    {
        var before = reasons.Count;
        if (!LabelFate.All.Contains(told.Fate)) reasons.Add(new("labels.fate", $"What became of a label is one of: {string.Join(", ", LabelFate.All)}.", $"{field}.fate"));
        var reason = string.IsNullOrWhiteSpace(told.Reason) ? null : told.Reason.Trim();
        if (reason is null && (told.Fate is LabelFate.Destroyed or LabelFate.Missing || label.Fate is not null))
            reasons.Add(label.Fate is { } had ? new("labels.reason", $"Label {Number(label)} is recorded as {Term.Fate(had.Fate)}. Say why that was wrong or has changed.", $"{field}.reason")
                : new("labels.reason", $"Say why label {Number(label)} is {Term.Fate(told.Fate)}.", $"{field}.reason"));
        else if (reason is not null && Verb.Words("reason", reason) is { } bad) reasons.Add(bad with { Field = $"{field}.reason" });
        var to = told.Fate == LabelFate.Applied ? Place(workflow, label, told.To, $"{field}.to", reasons, wrong) : null;
        return reasons.Count > before ? null : new LabelFate(label.Serial, told.Fate, to, reason);
    }

    private static string? Place(Workflow workflow, PrintedLabel label, string? to, string field, List<Reason> reasons, StrayLabels wrong)
    {
        if (string.IsNullOrWhiteSpace(to))
        {
            reasons.Add(label.Container is { } container ? new("labels.to", $"Scan the {new Term.Label(workflow, container)} that carries label {Number(label)}.", field) : new("labels.to", $"Say what label {Number(label)} was put on.", field));
            return null;
        }
        // Whoever scans what carries a label may meet another order's symbol there.
        if (wrong.OfOther(to.Trim(), field) is { } stray)
        {
            reasons.Add(stray);
            return null;
        }
        if (label.Container is null)
        {
            if (to.Trim().Length > LongestPlace) reasons.Add(new("labels.to", $"Say it in at most {LongestPlace} characters.", field));
            else if (Verb.Words("to", to) is { } bad) reasons.Add(bad with { Field = field });
            return to.Trim();
        }
        var kind = Situation.LabelOf(workflow, label.Container);
        var code = LabelGrammar.Read(kind, to, out var problem);
        if (LabelGrammar.LacksCheck(kind, to) is { } untold) reasons.Add(new("scan.check-character", $"{new Term.Label(workflow, label.Container)}: {untold}.", field));
        else if (code is null) reasons.Add(new("scan.format", $"{new Term.Label(workflow, label.Container)}: {problem!}.", field));
        else if (code != label.Code)
        {
            reasons.Add(new("labels.other-container", $"Label {Number(label)} was printed for {label.Code} and is on {code}. STOP: do not go on with this material.", field));
            wrong.OnOther(label, code);
        }
        return code;
    }

    private static string Number(PrintedLabel label) => LabelSerial.Short(label.Serial);
}
