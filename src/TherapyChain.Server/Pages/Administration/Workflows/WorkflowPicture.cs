using System.Collections.Immutable;
using System.Globalization;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Pages.Administration.Workflows;

/// <summary>
/// A workflow laid out for a picture: a column for each phase, in it the states of the usual way from the top down, and below them those that an order comes
/// into when something goes otherwise. Units are pixels of the picture, which is as large as the workflow needs and never shrinks.
/// </summary>
public sealed class WorkflowPicture
{
    public const int BoxWidth = 168, BoxHeight = 42;

    private const int ColumnWidth = 224, Left = 28, Top = 44, StepRoom = 46, Apart = 34, LettersInBox = 25, LettersOfStep = 30, MostLines = 2;

    private readonly Workflow _workflow;
    private readonly string _language;
    private readonly Dictionary<string, Box> _boxes = new(StringComparer.Ordinal);

    /// <param name="shelved">The workflow, with the steps it waits for in each state.</param>
    /// <param name="language">The language of names.</param>
    /// <param name="anywhere">A step that leaves so many states or more is not drawn: it would hide the way.</param>
    public WorkflowPicture(Shelved shelved, string language, int anywhere)
    {
        (_workflow, _language) = (shelved.Workflow, language);
        var usual = Usual(shelved);
        var onTheWay = usual.Select(step => step.To!).Prepend(_workflow.Initial).ToList();
        Phases = [.. _workflow.States.Select(s => s.Phase).Distinct().Select((phase, column) => (phase, column * ColumnWidth + Left))];
        foreach (var (column, states) in _workflow.States.GroupBy(s => s.Phase, StringComparer.Ordinal).Index()) Place(column, states, onTheWay);
        (Width, Height) = (Phases.Length * ColumnWidth + Left, _boxes.Values.Max(box => box.Y) + BoxHeight + Apart);

        Ways = [.. usual.Select((step, i) => new Way(Usually(_boxes[onTheWay[i]], _boxes[step.To!]), Lines(Say(step.Name), LettersOfStep), _boxes[step.To!].X + 28, _boxes[step.To!].Y - StepRoom + 18, Say(step.Name)))];
        Branches =
        [
            .. from step in _workflow.Steps.Where(s => s.To is not null && s.From.Length < anywhere)
               from state in step.From
               where state != step.To && !_workflow.FindState(step.To!)!.IsFinal && !usual.Where((s, i) => s == step && onTheWay[i] == state).Any()
               select new Branch(Curve(_boxes[state], _boxes[step.To!]), Math.Abs(_boxes[state].X - _boxes[step.To!].X) > ColumnWidth, $"{Say(step.Name)}: {Say(state)} → {Say(step.To!)}"),
        ];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Each phase with where its column begins.</summary>
    public ImmutableArray<(string Phase, int X)> Phases { get; }

    public IEnumerable<Box> Boxes => _boxes.Values;

    /// <summary>The steps of the usual way, one after the other.</summary>
    public ImmutableArray<Way> Ways { get; }

    public ImmutableArray<Branch> Branches { get; }

    /// <param name="Ends">Steps from here that end the order before its time, in words; they are marked at the box and not drawn.</param>
    /// <param name="Stays">Steps that are taken here and lead nowhere else.</param>
    public sealed record Box(State State, int X, int Y, bool IsOnTheWay, ImmutableArray<string> Lines, ImmutableArray<string> Ends, ImmutableArray<string> Stays);

    public sealed record Way(string Path, ImmutableArray<string> Lines, int X, int Y, string Step);

    /// <param name="IsFar">It crosses a whole phase: many of these together would hide the rest.</param>
    public sealed record Branch(string Path, bool IsFar, string Words);

    // From the beginning to the end by the step that each state waits for.
    private static List<Step> Usual(Shelved shelved)
    {
        var steps = new List<Step>();
        var been = new HashSet<string>(StringComparer.Ordinal) { shelved.Workflow.Initial };
        var state = shelved.Workflow.Initial;
        while (shelved.Next[state].FirstOrDefault(step => step.To is { } to && !been.Contains(to)) is { To: { } next } step)
        {
            steps.Add(step);
            been.Add(state = next);
        }
        return steps;
    }

    private void Place(int column, IEnumerable<State> states, List<string> onTheWay)
    {
        var y = Top;
        foreach (var state in states.OrderBy(s => onTheWay.IndexOf(s.Name) is var place and >= 0 ? place : int.MaxValue))
        {
            var isOnTheWay = onTheWay.Contains(state.Name);
            y += isOnTheWay ? StepRoom : Apart;
            var leaving = _workflow.Steps.Where(s => s.From.Contains(state.Name)).ToList();
            _boxes.Add(state.Name, new Box(state, Left + column * ColumnWidth, y, isOnTheWay, Lines(Say(state.Name), LettersInBox),
                [.. leaving.Where(s => s.To is { } to && _workflow.FindState(to)!.IsFinal && onTheWay[^1] != to).Select(s => Say(s.Name))],
                [.. leaving.Where(s => s.To is null).Select(s => Say(s.Name))]));
            y += BoxHeight;
        }
    }

    // Straight down within a phase; into the next one through the room between the columns, and from above.
    private static string Usually(Box from, Box to)
    {
        var x = to.X + 16;
        if (from.X == to.X && from.Y < to.Y) return Invariant($"M{x} {from.Y + BoxHeight}V{to.Y - 2}");
        var (side, between) = (from.X < to.X ? from.X + BoxWidth : from.X, (from.X < to.X ? from.X + BoxWidth : from.X) + (from.X < to.X ? 28 : -14));
        return Invariant($"M{side} {from.Y + (BoxHeight / 2)}H{between}V{to.Y - StepRoom + 4}H{x}V{to.Y - 2}");
    }

    private static string Curve(Box from, Box to)
    {
        var (y, end) = (from.Y + (BoxHeight / 2), to.Y + (BoxHeight / 2));
        if (from.X == to.X)
        {
            // The farther apart, the wider the bow: lines over several boxes stay apart from those over one.
            var bow = Math.Min(26, 10 + (Math.Abs(y - end) / 40));
            return Invariant($"M{from.X} {y}C{from.X - bow} {y} {to.X - bow} {end} {to.X - 2} {end}");
        }
        var forth = from.X < to.X;
        var (x, target) = forth ? (from.X + BoxWidth, to.X - 2) : (from.X, to.X + BoxWidth + 2);
        var pull = forth ? 40 : -40;
        return Invariant($"M{x} {y}C{x + pull} {y} {target - pull} {end} {target} {end}");
    }

    private string Say(string name) => _workflow.Say(name, _language);

    private static ImmutableArray<string> Lines(string words, int letters)
    {
        var lines = new List<string> { "" };
        foreach (var word in words.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + word.Length + 1 > letters) lines.Add("");
            lines[^1] = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
        }
        if (lines.Count > MostLines) lines = [.. lines.Take(MostLines - 1), string.Concat(string.Join(' ', lines.Skip(MostLines - 1)).Take(letters - 1)) + "…"];
        return [.. lines];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
