using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Domain.Orders;

/// <summary>The few shapes the <c>data</c> of an entry is made of. Empty lists and maps are left out.</summary>
internal static class EventFields
{
    /// <summary>UTC, ISO 8601, as many decimals as the instant has: one text per instant.</summary>
    private static readonly InstantPattern Iso = InstantPattern.ExtendedIso;

    public static void Text(this CanonicalWriter json, string key, string value) { json.Key(key); json.Value(value); }

    public static void Number(this CanonicalWriter json, string key, long value) { json.Key(key); json.Value(value); }

    public static void Flag(this CanonicalWriter json, string key, bool value) { json.Key(key); json.Value(value); }

    public static void Moment(this CanonicalWriter json, string key, Instant value) => json.Text(key, Iso.Format(value));

    public static void Texts(this CanonicalWriter json, string key, ImmutableArray<string> values)
    {
        if (values.IsDefaultOrEmpty) return;
        json.Key(key);
        json.BeginArray();
        foreach (var value in values) json.Value(value);
        json.EndArray();
    }

    public static void Texts(this CanonicalWriter json, string key, ImmutableSortedDictionary<string, string> values)
    {
        if (values.Count == 0) return;
        json.Key(key);
        json.BeginObject();
        foreach (var (name, value) in values) json.Text(name, value);
        json.EndObject();
    }

    public static void Array<T>(this CanonicalWriter json, string key, ImmutableArray<T> values, Action<CanonicalWriter, T> write)
    {
        if (values.IsDefaultOrEmpty) return;
        json.Key(key);
        json.BeginArray();
        foreach (var value in values) write(json, value);
        json.EndArray();
    }
}
