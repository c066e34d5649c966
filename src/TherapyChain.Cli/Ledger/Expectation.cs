using System.Globalization;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Cli.Ledger;

/// <summary>What a printed custody record says in its QR code: <c>TC1:order:entries:head</c>.</summary>
/// <param name="Entries">How many entries the order had when it was printed.</param>
/// <param name="Head">The hash of the last of them.</param>
internal sealed record Expectation(OrderId Order, int Entries, Hash Head)
{
    public const string Form = "TC1:<order>:<entries>:<head hash>";

    public static bool TryParse(string text, out Expectation? expectation)
    {
        expectation = text.Trim().Split(':') is ["TC1", var order, var entries, var head] && OrderId.TryParse(order, out var id)
            && int.TryParse(entries, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            && Hash.TryParse(head, out var hash)
            ? new Expectation(id, count, hash) : null;
        return expectation is not null;
    }

    /// <summary>Null when the record continues what was printed; else what differs.</summary>
    /// <param name="order">The order of the record; null for a ledger of many.</param>
    /// <param name="found">The hash of the entry at the printed number; null when there is none.</param>
    public string? Against(OrderId? order, Hash? found) =>
        order is { } id && id != Order ? $"The printed record is of order {Order}; this is order {id}."
        : found is not { } hash
            ? $"The printed record has {Entries} entries of order {Order}; here there is no entry {Entries}. Entries are missing at the end."
        : hash != Head
            ? $"Entry {Entries} of order {Order} is not the one that was printed. Expected {Head}; found {hash}. "
                + "The record was written anew, or the paper is of another."
        : null;

    public override string ToString() => $"TC1:{Order}:{Entries}:{Head}";
}
