using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TherapyChain.Domain.Custody;

/// <summary>
/// What was noted, apart from the ledger, of all its entries at one moment. Whoever writes the ledger anew, hashes and all, cannot make its entries fit it.
/// </summary>
/// <param name="Size">How many entries there were, at least 1.</param>
/// <param name="Root">The root of the <see cref="MerkleTree"/> over them.</param>
/// <param name="At">When it was noted.</param>
public sealed record NotedRoot(long Size, Hash Root, Instant At)
{
    /// <summary>The form of a line: number of entries, root as 64 hexadecimal digits, instant in UTC to the second.</summary>
    public const string Form = "<entries> <root> <UTC instant>";

    public static NotedRoot? Parse(string line) => line.Split(' ') is [var size, var root, var at]
        && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var entries) && entries > 0 && size[0] != '0'
        && Hash.TryParse(root, out var hash) && InstantPattern.General.Parse(at) is { Success: true } instant
            ? new NotedRoot(entries, hash, instant.Value) : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Size} {Root} {InstantPattern.General.Format(At)}");
}
