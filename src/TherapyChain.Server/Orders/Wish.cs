using System.Collections.Immutable;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Orders;

/// <summary>What somebody wants of an order: the decision to take, and what belongs to the request besides.</summary>
/// <param name="Act">The act of the permission table that it is.</param>
/// <param name="Body">The bytes the wish came in, to know it again when it comes twice.</param>
/// <param name="Decide">The pure decision.</param>
internal sealed record Wish(string Act, ReadOnlyMemory<byte> Body, Func<OpenOrder, Workflow, Context, Decision> Decide)
{
    public Person? Second { get; init; }

    /// <summary>The codes to look up among other orders before deciding.</summary>
    public Func<Workflow, ImmutableArray<GivenCode>>? Codes { get; init; }

    /// <summary>What the edge has against a step.</summary>
    public BoundStep? Edge { get; init; }

    /// <summary>201 where something was added, 200 elsewhere.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>A file to keep with the entries.</summary>
    public KeptDocument? Document { get; init; }
}
