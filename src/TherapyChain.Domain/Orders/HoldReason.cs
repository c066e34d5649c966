using System.Text.RegularExpressions;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// What our rules write as the reason of a hold. It is recorded in English, as text, and stays so: an entry is sealed as it was written. Because the rules
/// write it by these few sentences, a page can find the sentence again in the text and say it in the reader's language; what people wrote stays theirs.
/// </summary>
public static class HoldReason
{
    internal static Sentence RanOut(object clock, object at) => $"\"{clock}\" ran out at {at}.";

    internal static Sentence CheckFailed(object step, object read) => $"An identity check failed at \"{step}\": {read}.";

    internal static Sentence ReadAs(object code, object name) => $"{code} was read as the {name}";

    internal static Sentence OtherContainer(object labels) => $"A label was put on another container than it was printed for: {labels}.";

    internal static Sentence OtherOrder(object labels) => $"A label of another order was found among this order's material: {labels}.";

    internal static Sentence NotOn(object code, object printed) => $"{code}, not {printed}";

    internal static Sentence Corrected(object what, object value, object outdated) =>
        $"{what} was corrected to {value}. What was decided by the old value no longer fits. {outdated}";

    /// <summary>The reason of a hold as a sentence, with what the workflow names in words of each language; a text that no rule wrote as it is.</summary>
    public static Sentence Told(Workflow workflow, string code, string reason) => code switch
    {
        HoldCode.ClockExceeded when RanOut("", "").GapsIn(reason) is [var clock, var at] => RanOut(Named(workflow, clock), at),
        HoldCode.IdentityMismatch when CheckFailed("", "").GapsIn(reason) is [var step, var read] => CheckFailed(Named(workflow, step), Each(read, one =>
            ReadAs("", "").GapsIn(one) is [var scanned, var name] ? ReadAs(scanned, Named(workflow, name)) : (Sentence)$"{one}")),
        HoldCode.IdentityMismatch when OtherContainer("").GapsIn(reason) is [var labels] => OtherContainer(Each(labels, one =>
            NotOn("", "").GapsIn(one) is [var on, var printed] ? NotOn(on, printed) : (Sentence)$"{one}")),
        HoldCode.IdentityMismatch when OtherOrder("").GapsIn(reason) is [var serials] => OtherOrder(Each(serials, one => $"{one}")),
        HoldCode.Correction when Corrected("", "", "").GapsIn(reason) is [var what, var value, var outdated] => Corrected(Named(workflow, what), value, EachOf(workflow, outdated)),
        _ => $"{reason}",
    };

    private static Sentence Each(string listed, Func<string, Sentence> tell) => listed.Split("; ").Select(tell).Aggregate((all, one) => $"{all}; {one}");

    // Each ends with a full stop, and a full stop with a space after it stands nowhere else in them.
    private static Sentence EachOf(Workflow workflow, string outdated) => Regex.Split(outdated, @"(?<=\.) ").Select(one =>
        LabelRules.NoLongerClose("").GapsIn(one) is [var left] ? LabelRules.NoLongerClose(left)
        : EvidenceRules.TableSays("", "", "", "", "", "").GapsIn(one) is [var what, var by, var size, var count, var unit, var given] && Parted(workflow, $"{by} {size}") is var (name, value)
            ? EvidenceRules.TableSays(Named(workflow, what), Named(workflow, name), value, count, unit, given)
        : EvidenceRules.NotAmong("", "", "").GapsIn(one) is [var item, var text, var items] ? EvidenceRules.NotAmong(Named(workflow, item), text, Named(workflow, items))
        : (Sentence)$"{one}").Aggregate((all, one) => $"{all} {one}");

    // What a workflow calls something may be several words; the value behind it begins where the longest such name ends.
    private static (string Name, string Value) Parted(Workflow workflow, string both) =>
        workflow.Words.Values.Select(words => words.En).Where(name => both.StartsWith(name + " ", StringComparison.Ordinal)).MaxBy(name => name.Length) is { } name
            ? (name, both[(name.Length + 1)..]) : (both[..both.IndexOf(' ', StringComparison.Ordinal)], both[(both.IndexOf(' ', StringComparison.Ordinal) + 1)..]);

    internal static object Named(Workflow workflow, string english) =>
        workflow.Words.FirstOrDefault(words => words.Value.En == english).Key is { } name ? new Term.Label(workflow, name) : english;
}
