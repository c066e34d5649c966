using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Server.Pages.Forms;

/// <summary>
/// A form as it came: what was typed, and what stands against it. Fields are called as reasons call them (<c>scans.frozen-bag</c>,
/// <c>handovers.frozen-bag.seal</c>), so that each reason finds its field.
/// </summary>
public sealed record Filled(IReadOnlyDictionary<string, StringValues> Values, ImmutableArray<Reason> Reasons)
{
    /// <summary>Nothing typed yet, nothing refused.</summary>
    public static readonly Filled Blank = new(new Dictionary<string, StringValues>(StringComparer.Ordinal), []);

    public static async Task<Filled> ReadAsync(HttpRequest request) =>
        new((await request.ReadFormAsync(request.HttpContext.RequestAborted)).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal), []);

    /// <summary>What was typed into a field; empty when nothing was.</summary>
    public string this[string field] => Values.TryGetValue(field, out var typed) ? typed.ToString() : "";

    /// <summary>What was typed into a field that takes a code a line.</summary>
    public string[] Lines(string field) => this[field].Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What stands against a field, and against what is part of it: <c>scans</c> takes all of <c>scans.frozen-bag</c>.</summary>
    public ImmutableArray<Reason> At(string field) => [.. Reasons.Where(reason => IsAt(reason, field))];

    public static bool IsAt(Reason reason, string field) =>
        reason.Field is { } at && at.StartsWith(field, StringComparison.Ordinal) && (at.Length == field.Length || at[field.Length] == '.');
}
