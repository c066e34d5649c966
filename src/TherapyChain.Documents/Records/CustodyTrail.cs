using System.Collections.Immutable;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Documents.Records;

/// <summary>
/// Follows every code from the entry that gave it through every scan and every pair of hands to its end: where an inspector finds a bag.
/// </summary>
internal sealed class CustodyTrail
{
    private readonly List<Code> _codes = [];
    private readonly ImmutableArray<HandoverLine>.Builder _handovers = ImmutableArray.CreateBuilder<HandoverLine>();
    private readonly RecordSource _source;

    private CustodyTrail(RecordSource source) => _source = source;

    public ImmutableArray<Identifier> Identifiers { get; private set; }
    public ImmutableArray<HandoverLine> Handovers { get; private set; }

    public static CustodyTrail Of(RecordSource source)
    {
        var trail = new CustodyTrail(source);
        foreach (var entry in source.Entries)
            if (entry.Event is StepCompleted step) trail.Follow(entry, step);
        trail.Identifiers = [.. trail._codes.Select(trail.Tell)];
        trail.Handovers = trail._handovers.ToImmutable();
        return trail;
    }

    private void Follow(Entry entry, StepCompleted step)
    {
        foreach (var scan in step.Scanned)
            if (_codes.FindLast(c => c.Name == scan.Name && c.Value == scan.Value) is { } known) known.Scanned.Add(entry.Seq);
        foreach (var move in step.Moved)
            _handovers.Add(new HandoverLine(
                entry.Seq, _source.When(entry), _source.Say(move.Container),
                [.. _codes.Where(c => c.Name == move.Container && c.End.Length == 0).Select(c => c.Value)],
                _source.Party(move.Gives), _source.Party(move.Takes), move.Seal ?? "", move.Condition is { } condition ? _source.Words.Name("condition", condition) : "", _source.Who(entry.Actor)));
        foreach (var scan in step.Assigned)
        {
            // An order has one identifier of a kind; containers of a kind may be many.
            if (step.Created.All(c => c.Container != scan.Name)) End(scan.Name, _source.Words.Say("life.replaced", entry.Seq));
            _codes.Add(new Code(scan.Name, scan.Value, entry.Seq));
        }
        foreach (var end in step.Ended)
            End(end.Container, _source.Words.Say("life.ended", _source.Words.Name("fate", end.Fate == "as-recorded" ? "accounted" : end.Fate), entry.Seq));
    }

    private void End(string name, string how)
    {
        foreach (var code in _codes)
            if (code.Name == name && code.End.Length == 0) code.End = how;
    }

    private Identifier Tell(Code code)
    {
        var kind = _source.Workflow.Identifiers.GetValueOrDefault(code.Name)?.Kind
            ?? _source.Workflow.Containers.GetValueOrDefault(code.Name)?.Label.Kind;
        var now = code.End.Length > 0 ? code.End
            : _source.Order.HolderOf(code.Name) is { } holder ? _source.Words.Say("life.held", _source.Party(holder)) : "";
        return new Identifier(_source.Say(code.Name), code.Value, LabelGrammar.Symbol(kind ?? "text", code.Value), code.Given, [.. code.Scanned], now);
    }

    private sealed record Code(string Name, string Value, int Given)
    {
        public List<int> Scanned { get; } = [];
        public string End { get; set; } = "";
    }
}
