namespace TherapyChain.Domain.Workflows.Proofs;

/// <summary>
/// Where an order can be, as far as steps decide it: the state, which acts stand (only those some step requires, one bit each), and who
/// holds each kind of container (four bits each: 0 is nobody because none is alive, else the party's place in the list plus one).
/// </summary>
internal readonly record struct Situation(int State, ulong Acts, ulong Custody);

/// <summary>
/// Every situation an order of a workflow can come into and every step that leads from one to another, found breadth first: the first way
/// to a situation is a shortest one. A step is taken here exactly when an order would let it be taken by people who do all they can: the
/// state fits, what it requires stands, each giver holds what is handed over, and nothing is created a second time unless it joins the first.
/// </summary>
internal sealed class StateSpace
{
    /// <summary>As many kinds of containers as four bits each leave room for; with more, one would be taken for another.</summary>
    public const int MostContainers = 16;

    private const int MaxSituations = 2_000_000;

    private readonly Dictionary<Situation, int> _index = [];
    private readonly List<Situation> _situations = [];
    private readonly List<(int From, int Step)> _cameBy = [];
    private readonly List<int> _firstEdge = [];
    private readonly List<(int Step, int To)> _edges = [];
    private readonly List<(int Situation, int Step)> _wrongHands = [];
    private readonly string[] _containers;
    private readonly Dictionary<string, int> _containerIndex;
    private readonly Dictionary<string, int> _partyIndex;
    private readonly ulong[] _requires, _records, _revokes;

    private StateSpace(Workflow workflow)
    {
        Workflow = workflow;
        Steps = [.. workflow.Steps];
        _containers = [.. workflow.Containers.Keys.Order(StringComparer.Ordinal)];
        _containerIndex = Index(_containers);
        _partyIndex = Index(workflow.Parties);
        var acts = Index([.. Steps.SelectMany(s => s.Requires).Distinct(StringComparer.Ordinal)]);
        _requires = [.. Steps.Select(s => Bits(s.Requires, acts))];
        _records = [.. Steps.Select(s => Bits(s.Records, acts))];
        _revokes = [.. Steps.Select(s => Bits(s.Revokes, acts))];
    }

    public Workflow Workflow { get; }

    public Step[] Steps { get; }

    /// <summary>False when there were too many situations or containers to look at all of them: then nothing may be concluded.</summary>
    public bool IsComplete { get; private set; } = true;

    public int Count => _situations.Count;

    public int Edges => _edges.Count;

    public Situation this[int situation] => _situations[situation];

    /// <summary>Situations in which a step fits but would hand over or create what somebody else holds, or what is not there.</summary>
    public IReadOnlyList<(int Situation, int Step)> WrongHands => _wrongHands;

    public State StateOf(int situation) => Workflow.States[_situations[situation].State];

    /// <summary>The steps that can be taken and where each leads.</summary>
    public ReadOnlySpan<(int Step, int To)> From(int situation) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_edges)[_firstEdge[situation].._firstEdge[situation + 1]];

    public int ContainerIndex(string container) => _containerIndex[container];

    public bool IsAlive(int situation, int container) => Holder(_situations[situation].Custody, container) != 0;

    /// <summary>The party that holds a kind of container, or null when none is alive.</summary>
    public string? HolderOf(int situation, int container) =>
        Holder(_situations[situation].Custody, container) is var h and > 0 ? Workflow.Parties[h - 1] : null;

    /// <summary>The names of the steps on a shortest way to a situation, and then <paramref name="last"/>.</summary>
    public System.Collections.Immutable.ImmutableArray<string> PathTo(int situation, params ReadOnlySpan<int> last)
    {
        var path = new List<string>();
        for (var at = situation; _cameBy[at].From >= 0; at = _cameBy[at].From) path.Add(Steps[_cameBy[at].Step].Name);
        path.Reverse();
        foreach (var step in last) path.Add(Steps[step].Name);
        return [.. path];
    }

    public static StateSpace Explore(Workflow workflow)
    {
        var space = new StateSpace(workflow) { IsComplete = workflow.Containers.Count <= MostContainers };
        if (!space.IsComplete) return space;
        var stateIndex = Index([.. workflow.States.Select(s => s.Name)]);
        var leaving = workflow.States.Select(s => Enumerable.Range(0, space.Steps.Length).Where(i => space.Steps[i].From.Contains(s.Name)).ToArray()).ToArray();
        var target = space.Steps.Select(s => s.To is null ? -1 : stateIndex[s.To]).ToArray();
        space.Add(new Situation(stateIndex[workflow.Initial], 0, 0), -1, -1);
        for (var at = 0; at < space._situations.Count; at++)
        {
            space._firstEdge.Add(space._edges.Count);
            if (space._situations.Count > MaxSituations)
            {
                space.IsComplete = false;
                continue;
            }
            var here = space._situations[at];
            foreach (var step in leaving[here.State])
            {
                if ((here.Acts & space._requires[step]) != space._requires[step]) continue;
                if (!space.Moved(space.Steps[step], here.Custody, out var custody))
                {
                    space._wrongHands.Add((at, step));
                    continue;
                }
                var next = new Situation(
                    target[step] < 0 ? here.State : target[step], here.Acts & ~space._revokes[step] | space._records[step], custody);
                space._edges.Add((step, space.Add(next, at, step)));
            }
        }
        space._firstEdge.Add(space._edges.Count);
        return space;
    }

    private int Add(Situation situation, int from, int step)
    {
        if (_index.TryGetValue(situation, out var known)) return known;
        _index.Add(situation, _situations.Count);
        _situations.Add(situation);
        _cameBy.Add((from, step));
        return _situations.Count - 1;
    }

    private bool Moved(Step step, ulong before, out ulong custody)
    {
        custody = before;
        foreach (var move in step.Custody)
        {
            var container = _containerIndex[move.Container];
            if (Holder(before, container) != _partyIndex[move.Gives] + 1) return false;
            custody = With(custody, container, _partyIndex[move.Takes] + 1);
        }
        foreach (var creation in step.Creates)
        {
            var container = _containerIndex[creation.Container];
            var holder = Holder(custody, container);
            if (holder != 0 && (!creation.More || holder != _partyIndex[creation.HeldBy] + 1)) return false;
            custody = With(custody, container, _partyIndex[creation.HeldBy] + 1);
        }
        foreach (var (ended, _) in step.Ends) custody = ended == "all" ? 0 : With(custody, _containerIndex[ended], 0);
        return true;
    }

    private static int Holder(ulong custody, int container) => (int)(custody >> (4 * container) & 15);

    private static ulong With(ulong custody, int container, int holder) => custody & ~(15UL << (4 * container)) | (ulong)holder << (4 * container);

    private static Dictionary<string, int> Index(IReadOnlyList<string> names) =>
        names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i, StringComparer.Ordinal);

    private static ulong Bits(IEnumerable<string> names, Dictionary<string, int> index) =>
        names.Aggregate(0UL, (bits, name) => index.TryGetValue(name, out var i) ? bits | 1UL << i : bits);
}
