using TherapyChain.Domain.Workflows.Proofs;
using static TherapyChain.Domain.Workflows.Files.WorkflowForm;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>The form of a file of safety properties.</summary>
internal static class SafetyForm
{
    private static readonly Form.OneOf Act = new($"an act", [.. Vocabulary.Acts, .. Happening.Derived]);

    private static readonly Form Patterns = new Form.List(new Form.Either(Act, new Form.Map(
        Needs("act", Act, "the act."),
        May("party", new Form.OneOf($"a party", Vocabulary.Parties), "Who dispatches; who takes, at a receipt or handover; who holds, at a creation; else where it is done."),
        May("people", new Form.Whole(1, 2), "At an identity check: at least so many people."),
        May("place", new Form.OneOf($"a place", Vocabulary.Places), "At an identity check: where."),
        May("identifiers", new Form.OneOf($"a choice", ["all"]), "At an identity check: every identifier of the workflow is compared."),
        May("seal", new Form.Yes(), "At a handover: the seal is recorded."),
        May("to", new Form.OneOf($"a kind of taker", ["site", "carrier"]), "At a handover: to whom."),
        May("fate", new Form.OneOf($"a fate", Vocabulary.Fates), "At an end: what becomes of the container."))));

    private static readonly Form.Map Is = new(
        May("by", new Form.List(new Form.OneOf($"a role", Vocabulary.Roles), OrSingle: true), "No role may do it but these."),
        May("signed", new Form.List(new Form.OneOf($"the meaning of a signature", Vocabulary.Meanings), OrSingle: true), "It is signed with one of these meanings."),
        May("identity", new Form.Map(
            May("people", new Form.Whole(1, 2), "At least so many people."),
            May("place", new Form.OneOf($"a place", Vocabulary.Places), "Where."),
            May("of", new Form.OneOf($"a choice", ["same"]), "It scans the containers concerned."),
            May("label", new Form.List(new Form.OneOf($"a kind of label", Vocabulary.Labels), OrSingle: true), "It compares an identifier of each of these kinds."),
            May("identifiers", new Form.OneOf($"a choice", ["all"]), "It compares every identifier of the workflow.")), "It has an identity check."),
        May("seal", new Form.Yes(), "The seal is recorded."),
        May("condition", new Form.Yes(), "The condition on sight is recorded."),
        May("evidence", new Form.List(new Form.Name(), OrSingle: true), "It asks for this evidence."),
        May("within", new Form.Yes(), "Some clock must have time left."),
        May("after", new Form.Yes(), "Some clock's earliest time must have passed."),
        May("taker", new Form.Yes(), "It is done at the site that takes what is handed over."),
        May("consumes", new Form.Yes(), "It ends every container from which it makes another."),
        May("in-hand", new Form.Yes(), "The party that does it holds the containers concerned."),
        May("on-hold", new Form.OneOf($"a choice", ["never"]), "It cannot be done on hold."));

    public static readonly Form Root = new Form.Map(
        Needs("properties", new Form.Names(new Form.Name(), new Form.Kinds($"what kind of property it is",
            Kind(Needs("never", Patterns, "the acts that must not happen."), May("without", Patterns, "Unless one of these has happened."),
                May("since", Patterns, "Since the last of these."), May("after", Patterns, "Only after one of these."),
                May("each", new Form.OneOf($"a choice", ["container"]), "Asked of each kind of container by itself.")),
            Kind(Needs("every", Patterns, "the acts."), Needs("is", Is, "what the step must have.")),
            Kind(Needs("custody", new Form.OneOf($"a rule of custody", ["exactly-one", "received", "accounted"]), "the rule.")),
            Kind(Needs("can", new Form.Either(new Form.OneOf($"a choice", ["every-step"]), Patterns), "the acts, one of which some path reaches; or every-step.")),
            Kind(Needs("always", Patterns, "the acts, one of which is always possible."), May("after", Patterns, "From then on."),
                May("until", Patterns, "Until one of these.")))),
        "the properties by name."));

    private static Form.Map Kind(params Field[] fields) => new([
        .. fields,
        May("where", new Form.List(new Form.OneOf($"an act", Vocabulary.Acts), OrSingle: true), "Asked only of workflows that record one of these acts."),
        Needs("words", WordsOf, "what the property promises, one sentence in each language."),
    ]);
}
