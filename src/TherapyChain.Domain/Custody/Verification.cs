namespace TherapyChain.Domain.Custody;

/// <summary>
/// The parts a custody record consists of when it stands in a bundle. A ledger has no header and no closing line, but an index, the rows
/// beside the entries that lists and look-ups read, and roots that were noted elsewhere.
/// </summary>
public enum RecordPart { Entry, Header, Workflow, Documents, ClosingLine, Index, Roots }

/// <summary>What checking a custody record found.</summary>
public abstract record Verification
{
    private Verification() { }

    /// <summary>Every entry is unaltered, in its place and in order.</summary>
    /// <param name="Order">The order, when the record is of one only.</param>
    /// <param name="Head">The hash of the last entry; all zero when there is none.</param>
    /// <param name="Count">How many entries were checked.</param>
    public sealed record Sound(OrderId? Order, Hash Head, long Count) : Verification;

    /// <summary>The first thing that is wrong; what comes after it was not judged.</summary>
    /// <param name="Part">Which part of the record it is.</param>
    /// <param name="Order">The order concerned, where it is known.</param>
    /// <param name="Seq">The place in the order that does not hold what belongs there; 0 outside the entries.</param>
    /// <param name="Line">The line of the bundle or the position in the ledger, from 1; 0 where something is missing at the end.</param>
    /// <param name="What">The fault, as a sentence without its full stop.</param>
    /// <param name="Expected">What should be there.</param>
    /// <param name="Found">What is there.</param>
    public sealed record Broken(RecordPart Part, OrderId? Order, int Seq, long Line, string What, string Expected, string Found) : Verification
    {
        public override string ToString() =>
            $"{(Order is { } order ? $"Order {order}" : "Unknown order")}{(Part == RecordPart.Entry ? $", entry {Seq}" : $", {Name(Part)}")}{(Line > 0 ? $" (line {Line})" : "")}: "
            + $"{What}. Expected {Expected}; found {Found}.";

        private static string Name(RecordPart part) => part switch
        {
            RecordPart.Header => "header",
            RecordPart.Workflow => "workflow",
            RecordPart.Documents => "documents",
            RecordPart.Index => "index",
            RecordPart.Roots => "noted roots",
            _ => "closing line",
        };
    }
}
