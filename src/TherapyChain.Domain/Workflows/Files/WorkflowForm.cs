using System.Collections.Immutable;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>The form of a workflow file: every key it may hold. What the names in it refer to is judged by <see cref="NameCheck"/>.</summary>
internal static class WorkflowForm
{
    private static readonly Form Name = new Form.Name();
    private static readonly Form Names = new Form.List(Name, OrSingle: true);
    private static readonly Form Role = new Form.OneOf($"a role", Vocabulary.Roles);
    private static readonly Form Roles = new Form.List(Role, OrSingle: true);
    private static readonly Form Acts = new Form.List(new Form.OneOf($"an act", Vocabulary.Acts), MayBeEmpty: true);
    private static readonly Form Party = new Form.OneOf($"a party", Vocabulary.Parties);
    private static readonly Form Source = new Form.Text(2000);
    private static readonly Form Demand = new Form.OneOf($"a demand", ["required"]);

    internal static readonly Form WordsOf = new Form.Map(
    [
        .. Vocabulary.Languages.Select(l => Needs(l, new Form.Text(400), $"the words in the language \"{l}\".")),
        .. Vocabulary.OptionalLanguages.Select(l => May(l, new Form.Text(400), $"The words in the language \"{l}\"; English stands in where they are left out.")),
    ]);

    public static readonly Form Root = new Form.Map(
        Needs("workflow", Name, "the workflow's name, like car-t-autologous-cryo."),
        Needs("version", new Form.Whole(1, 9999), "the version, from 1; a published version never changes."),
        Needs("source", Source, "the public document that times and limits were taken from."),
        Needs("initial", Name, "the state an order begins in."),
        May("late-after", new Form.Period(), "An entry recorded later than this after it happened needs a reason; one hour when left out."),
        Needs("parties", new Form.List(Party), "the parties that take part."),
        May("identifiers", new Form.Names(Name, new Form.Map(Needs("label", new Form.OneOf($"a kind of label", Vocabulary.Labels), "the grammar of the identifier."),
            May("shared", new Form.Flag(), "Whether several orders may carry the same one, as the lot of a product made for many."))), "Identifiers that are scanned."),
        May("containers", new Form.Names(Name, Container()), "Kinds of containers of the patient's material."),
        May("clocks", new Form.Names(Name, Clock()), "Time limits between steps."),
        Needs("states", new Form.Names(Name, State()), "the places on the path, in the order they are drawn."),
        Needs("steps", new Form.Names(Name, Step()), "what can be done and what it demands."),
        Needs("anywhere", new Form.Map([.. Vocabulary.Verbs.Order(StringComparer.Ordinal).Select(v => Needs(v, new Form.List(Role), $"the roles that may {v}."))]), "who may hold, resume, correct, record deviations and move an order."),
        Needs("words", new Form.Names(Name, WordsOf), "every name of the file in English, German and Swedish, and in French where people read it."));

    private static Form.Map Container() => new(
        Needs("label", new Form.OneOf($"a kind of label", Vocabulary.Labels), "the grammar of the container's label."),
        May("autologous-only", new Form.Flag(), "Whether its content is for the donor alone; its label then says so."),
        May("storage", Range(), "Storage temperature."),
        May("transport", Range(), "Temperature on the way, where it is another than in storage."));

    private static Form.Map Range() => new(
        May("min", new Form.Celsius(), "Lowest temperature, inclusive."),
        May("max", new Form.Celsius(), "Highest temperature, inclusive."),
        May("source", Source, "Where the temperatures were read."));

    private static Form.Map Clock() => new(
        Needs("starts", Names, "the steps that start it."),
        Needs("stops", Names, "the steps that stop it."),
        Needs("limit", new Form.Period(), "how long it may run."),
        May("warn", new Form.Period(), "When people are warned, shorter than the limit."),
        May("earliest", new Form.Period(), "What a step that names this clock in \"after\" waits for."),
        Needs("when-exceeded", new Form.OneOf($"a consequence", ["hold", "record"]), "hold or record."),
        May("source", Source, "Where the times were read."));

    private static Form.Map State() => new(
        Needs("phase", new Form.OneOf($"a phase", Vocabulary.Phases), "the part of an order's life it belongs to."),
        May("final", new Form.Flag(), "Whether it is an end."));

    private static Form.Map Step() => new(
        Needs("from", Names, "the states it may be taken from, or anywhere."),
        May("except", Names, "States that anywhere leaves out."),
        May("to", Name, "The state it leads to; left out, the order stays where it is."),
        Needs("by", new Form.Map(
            Needs("role", Roles, "who may do it."),
            Needs("at", Party, "the party whose site it is done at."),
            May("qualified", Names, "Qualifications the person must hold.")), "who does it and where."),
        May("requires", Acts, "Acts that must stand."),
        May("records", Acts, "Acts that stand from now on."),
        May("revokes", Acts, "Acts that no longer stand."),
        May("of", Names, "Containers that the recorded acts concern."),
        May("assigns", Names, "Identifiers and containers whose label is scanned here for the first time."),
        May("identity", new Form.Map(
            Needs("scan", Names, "the identifiers and containers that are scanned and compared."),
            May("people", new Form.Whole(1, 2), "How many people compare; one when left out."),
            May("second", Roles, "Roles of the second person."),
            May("place", new Form.OneOf($"a place", Vocabulary.Places), "Where it is done.")), "The identity check."),
        May("evidence", new Form.Names(Name, Evidence()), "What must be measured, chosen or attached."),
        May("labels", new Form.Map(
            Needs("received", Name, "the evidence that counted the labels the order got, here or at an earlier step."),
            Needs("applied", Name, "the evidence of this step that counts the labels put on."),
            Needs("destroyed", Name, "the evidence of this step that counts the labels destroyed.")), "Labels are reconciled: all that were received are applied or destroyed."),
        May("creates", OneOrMore(new Form.Map(
            Needs("container", Name, "the kind of container that comes into being."),
            Needs("held-by", Party, "who holds it first."),
            May("from", new Form.List(Name, OrSingle: true, MayBeEmpty: true), "Kinds of containers it is made from."),
            May("more", new Form.Flag(), "Whether more may join live ones."))), "Containers that come into being."),
        May("custody", OneOrMore(new Form.Map(
            Needs("container", Name, "the kind of container that is handed over."),
            Needs("gives", Party, "who hands it over."),
            Needs("takes", Party, "who takes it."),
            May("seal", Demand, "A seal number is recorded and, at a receipt, compared."),
            May("condition", Demand, "The condition on sight is recorded."))), "Containers that change hands."),
        May("ends", new Form.Names(Name, new Form.OneOf($"a fate", Vocabulary.Fates)), "Containers whose life ends, and how; the key all ends every live one."),
        May("within", Names, "Clocks that must have time left."),
        May("after", Names, "Clocks whose earliest time must have passed."),
        May("even-on-hold", new Form.Flag(), "Whether it may be done while the order is on hold."),
        May("sign", new Form.OneOf($"the meaning of a signature", Vocabulary.Meanings), "What the signature means."));

    private static Form.Kinds Evidence()
    {
        var unit = Needs("unit", new Form.OneOf($"a unit", Vocabulary.Units), "the unit.");
        Field[] shared = [May("required", new Form.Flag(), "Whether it must be given; true when left out."), May("source", Source, "Where the limits were read.")];
        Form.Map Kind(params Field[] fields) => new([.. fields, .. shared]);
        return new Form.Kinds($"what kind of evidence it is",
            Kind(Needs("table", new Form.Map(
                Needs("by", Name, "the earlier evidence that the table is read with."),
                Needs("rows", new Form.List(new Form.Row([new Form.Number(), new Form.Whole(0, 1000)])), "pairs: up to this value, this count.")), "a table of counts."), unit),
            Kind(unit, May("min", new Form.Number(), "Lowest value, inclusive."), May("max", new Form.Number(), "Highest value, inclusive.")) with { Unless = "table" },
            Kind(Needs("choices", new Form.List(Name), "the choices."), May("only", new Form.List(Name), "The choices that are accepted here.")),
            Kind(Needs("text", new Form.Whole(1, 4000), "free text of at most so many characters.")),
            Kind(Needs("among", Name, "the earlier evidence whose items are the choices.")),
            Kind(Needs("items", new Form.Whole(1, 200), "at most so many items.")),
            Kind(Needs("date", new Form.Yes(), "a date.")),
            Kind(Needs("confirm", new Form.Yes(), "a confirmation.")),
            Kind(Needs("document", new Form.Yes(), "a document.")));
    }

    internal static Form OneOrMore(Form.Map map) => new Form.List(map, OrSingle: true);

    internal static Field Needs(string key, Form form, string about) => new(key, form, true, about);

    internal static Field May(string key, Form form, string about) => new(key, form, false, about);
}
