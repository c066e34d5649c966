using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Answers;
using TherapyChain.Storage;
using TherapyChain.Server.Words;

namespace TherapyChain.Server.Orders;

/// <summary>
/// Requests that come twice. With an <c>Idempotency-Key</c> the same request of the same person takes effect once: its answer is kept
/// together with what it recorded, and given again. What recorded nothing keeps nothing, so that a form can be mended and sent again.
/// </summary>
public sealed class Repeats(Ledger ledger)
{
    public const string Header = "Idempotency-Key";

    private readonly ConcurrentDictionary<(string Person, string Key), SemaphoreSlim> _inHand = new();

    /// <summary>Waits until no other request with the same key is in hand, and says whether the answer is known already.</summary>
    public async ValueTask<Turn> EnterAsync(HttpContext http, string person, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (!http.Request.Headers.TryGetValue(Header, out var values)) return Turn.Free;
        var key = values.ToString();
        if (values.Count != 1 || key.Length is < 1 or > 200 || !key.All(c => c is >= '!' and <= '~' or ' '))
            return new Turn(Problems.Unreadable($"An Idempotency-Key has 1 to 200 printable ASCII characters.", field: Header));
        var fingerprint = Fingerprint(http.Request, body.Span);
        var gate = await GateAsync((person, key), ct);
        try
        {
            IResult? answer = ledger.AnswerTo(person, key) is not { } kept ? null : kept.RequestHash == fingerprint ? Again(kept) : Problems.IdempotencyReused;
            return new Turn(answer, key, fingerprint, () => Leave((person, key), gate));
        }
        catch
        {
            Leave((person, key), gate);
            throw;
        }
    }

    /// <summary>The answer given before, with the headers that follow from it.</summary>
    public static IResult Again(KeptAnswer kept)
    {
        if (kept.Status >= 400) return new Answer(kept.Status, kept.Body.ToArray()) { Replayed = true };
        using var body = JsonDocument.Parse(kept.Body);
        var (order, seq, head) = (body.RootElement.GetProperty("order").GetString(), body.RootElement.GetProperty("seq").GetInt32(), body.RootElement.GetProperty("head").GetString());
        return new Answer(kept.Status, kept.Body.ToArray(), string.Create(CultureInfo.InvariantCulture, $"\"{seq}-{head}\""), seq == 1 ? $"/api/orders/{order}" : null) { Replayed = true };
    }

    private async Task<SemaphoreSlim> GateAsync((string, string) name, CancellationToken ct)
    {
        while (true)
        {
            var gate = _inHand.GetOrAdd(name, static _ => new SemaphoreSlim(1, 1));
            await gate.WaitAsync(ct);
            // Whoever left last took the gate down; a waiter who got through a gate that no longer stands starts again.
            if (_inHand.TryGetValue(name, out var standing) && ReferenceEquals(standing, gate)) return gate;
            gate.Release();
        }
    }

    private void Leave((string, string) name, SemaphoreSlim gate)
    {
        _inHand.TryRemove(KeyValuePair.Create(name, gate));
        gate.Release();
    }

    private static Hash Fingerprint(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        sha.AppendData(body);
        return Hash.From(sha.GetHashAndReset());
    }

    /// <summary>The right to act on a key, until it is disposed.</summary>
    public sealed class Turn(IResult? answer, string? key = null, Hash fingerprint = default, Action? leave = null) : IDisposable
    {
        public static readonly Turn Free = new(null);

        /// <summary>The answer to give at once, or null when the request is new.</summary>
        public IResult? Answer { get; } = answer;

        /// <summary>The key to keep the answer under, or null when the request brought none.</summary>
        public string? Key { get; } = key;

        public Hash Fingerprint { get; } = fingerprint;

        /// <summary>The row to keep beside the entries, or null when the request brought no key.</summary>
        public KeptAnswer? Keep(string actor, IResult answer, HttpContext http, Instant now) => Key is null ? null : answer switch
        {
            Answer good => new KeptAnswer(actor, Key, Fingerprint, good.Status, good.Body, now),
            Problem no => new KeptAnswer(actor, Key, Fingerprint, no.Status, no.ToJson(Problem.TraceOf(http), PageTongue.Asked(http)), now),
            _ => throw new UnreachableException(answer.GetType().Name),
        };

        public void Dispose() => leave?.Invoke();
    }
}
