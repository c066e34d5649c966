using System.Collections.Immutable;
using System.Globalization;
using TherapyChain.Domain;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Server.Answers;

/// <summary>
/// The one table from outcome to HTTP:
/// 400 unreadable, 401 no key, 403 not yours to do, 404 not there (or not yours to see), 405, 409 too busy, 410 erased, 412 someone was faster,
/// 413 too long, 415 wrong kind of body, 422 the rules say no, 429 too many tries, 500 our fault, 503 not set up here, 507 the disk says no.
/// </summary>
public static class Problems
{
    public static Problem Unreadable(Sentence detail, int? line = null, int? column = null, string? field = null) =>
        new(StatusCodes.Status400BadRequest, "unreadable", $"The request cannot be read.", detail)
        {
            Line = line,
            Column = column,
            Reasons = field is null ? [] : [new Reason("unreadable", detail, field)],
        };

    /// <summary>A form without a good token: the browser was closed since, or somebody else signed in. Nobody can tell it from a forged one, so it does nothing.</summary>
    public static Problem OldForm { get; } =
        new(StatusCodes.Status400BadRequest, "old-form", $"This form had grown old.", $"Nothing was recorded. The browser was closed, or somebody signed in anew, since the form was opened. Open it again and send it from there.");

    /// <summary>A form that its page no longer has: what it was for is done, or no longer possible.</summary>
    public static Problem FormGone { get; } =
        new(StatusCodes.Status409Conflict, "form-gone", $"This has been done, or is no longer possible.", $"You or somebody else did it since the page was opened, or something else changed. Nothing was recorded now. Open the page again and look how it stands.");

    public static Problem NoKey(Sentence detail) =>
        new(StatusCodes.Status401Unauthorized, "no-key", $"Sign in first.", detail);

    public static Problem NotAllowed(Sentence detail) =>
        new(StatusCodes.Status403Forbidden, "not-allowed", $"You may not do this.", detail);

    /// <summary>The permission table does not grant it to any of the roles somebody has, wherever their site stands.</summary>
    public static Problem RoleMayNot(Act act, ImmutableArray<string> roles) =>
        NotAllowed($"None of your roles ({Term.Roles(roles)}) may do this: {act.What}") with { Reasons = [new Reason("actor.role", $"None of your roles may do this: {act.What}")] };

    /// <summary>A role of theirs may do it where the site is a party, and theirs only carries.</summary>
    public static Problem CarrierMayNot(Act act) =>
        NotAllowed($"Your site only carries in this order. This is for those who refer, collect, make or give: {act.What}")
            with { Reasons = [new Reason("actor.carrier", $"Your site only carries in this order: {act.What}")] };

    /// <summary>The same words whether it does not exist or is none of the caller's business.</summary>
    public static Problem NotFound(Sentence what) =>
        new(StatusCodes.Status404NotFound, "not-found", $"There is no such thing here.", $"There is no {what} here that you may see.");

    public static Problem NoSuchMethod(string method) =>
        new(StatusCodes.Status405MethodNotAllowed, "no-such-method", $"This address does not take that method.", $"{method} is not answered at this address.");

    public static Problem Busy { get; } = new(StatusCodes.Status409Conflict, "busy", $"Others were faster, again and again.",
        $"The order changed each time before this could be recorded. Nothing was recorded; try again.");

    public static Problem Erased { get; } = new(StatusCodes.Status410Gone, "erased", $"This patient was erased.",
        $"The patient's data was erased and cannot be had back. The custody record of the therapy stands.");

    public static Problem Stale(string current) =>
        new(StatusCodes.Status412PreconditionFailed, "stale", $"Someone was faster.", $"The order changed after you read it; it is now at {current}. Read it again and decide anew.");

    public static Problem TooLong(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, "too-long", $"The body is too long.", $"At most {Spaced(limit)} bytes are read here.");

    public static Problem WrongMediaType(Sentence detail) =>
        new(StatusCodes.Status415UnsupportedMediaType, "wrong-media-type", $"This kind of body is not taken here.", detail);

    public static Problem Refused(params ImmutableArray<Reason> reasons) =>
        new(StatusCodes.Status422UnprocessableEntity, "refused", $"The rules say no.", reasons[0].Message) { Reasons = reasons };

    public static Problem IdempotencyReused { get; } =
        new(StatusCodes.Status422UnprocessableEntity, "idempotency-reused", $"This Idempotency-Key was used for something else.",
            $"The same key came with another body or address before. Take a new key for a new request.")
        { Reasons = [new Reason("idempotency.reused", $"The same Idempotency-Key came with another body or address before.", "Idempotency-Key")] };

    /// <summary>A file with findings, each with its place.</summary>
    public static Problem Unsound(Sentence what, ImmutableArray<Finding> findings) =>
        new(StatusCodes.Status422UnprocessableEntity, "unsound-file", findings.Length == 1 ? (Sentence)$"The {what} has 1 finding." : (Sentence)$"The {what} has {findings.Length} findings.", findings[0].Said)
        {
            Line = findings[0].Line > 0 ? findings[0].Line : null,
            Column = findings[0].Column > 0 ? findings[0].Column : null,
            Reasons = [.. findings.Select(f => new Reason(f.Property ?? f.Code, f.Said))],
        };

    public static Problem TooMany(int seconds) =>
        new(StatusCodes.Status429TooManyRequests, "too-many", $"Too many tries from here.", $"So many people or programs tried to sign in from your network address that the next try waits. Try again in {seconds} seconds. Who is signed in already works on.");

    public static Problem Unexpected { get; } = new(StatusCodes.Status500InternalServerError, "unexpected", $"Something failed here that should not.",
        $"Nothing was recorded unless the order says so. Tell who runs this server the traceId.");

    public static Problem NoVault { get; } = new(StatusCodes.Status503ServiceUnavailable, "no-vault", $"No patient vault is set up here.",
        $"Patients cannot be named on this server. Who runs it sets up the vault by giving it a master key.");

    public static Problem CannotStore(Sentence detail) =>
        new(StatusCodes.Status507InsufficientStorage, "cannot-store", $"The record could not be written.", detail);

    private static string Spaced(long number) => number.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' ');
}
