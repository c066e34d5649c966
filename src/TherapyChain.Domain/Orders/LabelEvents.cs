using System.Collections.Immutable;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Domain.Orders;

/// <summary>Labels were printed, each with a serial number of its own within the order.</summary>
/// <param name="Size">How they were set: <c>a4</c> or <c>100x50</c>.</param>
/// <param name="Language">The language of the words on them.</param>
/// <param name="Reason">Why they were printed again; null the first time.</param>
public sealed record LabelsPrinted(ImmutableArray<NewLabel> Labels, string Size, string Language, string? Reason) : OrderEvent
{
    public override string Type => "labels.printed";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        json.Array("labels", Labels, static (json, label) => label.Write(json));
        json.Text("language", Language);
        if (Reason is not null) json.Text("reason", Reason);
        json.Text("size", Size);
        json.EndObject();
    }
}

/// <summary>One printed label.</summary>
/// <param name="Serial">From 1, never used twice in an order.</param>
/// <param name="Container">The kind of container it is for; null when it carries the chain of identity alone.</param>
/// <param name="Code">The container's code that it carries, in stored form; null together with <paramref name="Container"/>.</param>
/// <param name="Symbols">What its identity symbols hold, as printed.</param>
public sealed record NewLabel(int Serial, string? Container, string? Code, ImmutableArray<string> Symbols)
{
    internal void Write(CanonicalWriter json)
    {
        json.BeginObject();
        if (Code is not null) json.Text("code", Code);
        if (Container is not null) json.Text("container", Container);
        json.Number("serial", Serial);
        json.Texts("symbols", Symbols);
        json.EndObject();
    }
}

/// <summary>What became of printed labels (FACT-JACIE: the final fate of every label). A later fate of the same label takes the place of an earlier one.</summary>
public sealed record LabelsAccounted(ImmutableArray<LabelFate> Labels) : OrderEvent
{
    public override string Type => "labels.accounted";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        json.Array("labels", Labels, static (json, fate) => fate.Write(json));
        json.EndObject();
    }
}

/// <summary>The end of one label.</summary>
/// <param name="Fate">One of <see cref="All"/>.</param>
/// <param name="To">What it was applied to: the container's code in stored form or, where it carries none, what it was put on, in words.</param>
/// <param name="Reason">Why it was destroyed, is missing, or has another fate than was recorded before.</param>
public sealed record LabelFate(int Serial, string Fate, string? To, string? Reason)
{
    public const string Applied = "applied";
    public const string Destroyed = "destroyed";

    /// <summary>Searched for and not found: for quality to say.</summary>
    public const string Missing = "missing";

    public static readonly ImmutableArray<string> All = [Applied, Destroyed, Missing];

    internal void Write(CanonicalWriter json)
    {
        json.BeginObject();
        json.Text("fate", Fate);
        if (Reason is not null) json.Text("reason", Reason);
        json.Number("serial", Serial);
        if (To is not null) json.Text("to", To);
        json.EndObject();
    }
}
