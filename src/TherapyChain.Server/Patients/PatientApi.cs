using System.Collections.Immutable;
using System.Security.Cryptography;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Patients;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Storage.Patients;

namespace TherapyChain.Server.Patients;

/// <summary>
/// Patients, for the hospitals that treat them. What names a patient travels in bodies only, never in an address, and no answer of these
/// routes is kept for repeated requests: both would leave names outside the vault.
/// </summary>
public static class PatientApi
{
    public static void MapPatients(this IEndpointRouteBuilder routes)
    {
        var patients = routes.MapGroup("/api/patients").WithTags("Patients").ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        patients.MapPost("", Register).Does(Acts.CareForPatients).WithSummary("Take up a patient with an order of theirs.")
            .Accepts<RegisterBody>("application/json").Produces<PatientCodeView>(201).ProducesProblem(404).ProducesProblem(422);
        patients.MapPost("/find", Find).Does(Acts.CareForPatients).WithSummary("Find a patient by hospital number, or by exact name and birth date. Each hit is recorded.")
            .Accepts<FindBody>("application/json").Produces<FoundView>().ProducesProblem(422);
        patients.MapGet("/of/{order}", Of).Does(Acts.SeePatientOfOrder).WithSummary("The code of an order's patient.").Produces<PatientCodeView>().ProducesProblem(404);

        var patient = patients.MapGroup("/{patient}").ProducesProblem(404).ProducesProblem(410).ProducesProblem(422);
        patient.MapPost("/view", View).Does(Acts.CareForPatients).WithSummary("See who a patient is. Who looked, when and why is recorded first.").Accepts<ReasonBody>("application/json").Produces<PatientView>();
        patient.MapPost("/amend", Amend).Does(Acts.CareForPatients).WithSummary("Put right what is wrong about a patient; what stood there does not remain.").Accepts<AmendBody>("application/json").Produces<PatientCodeView>();
        patient.MapPost("/orders", Link).Does(Acts.CareForPatients).WithSummary("Say that a further order is this patient's. It cannot be taken back.").Accepts<LinkBody>("application/json").Produces<PatientCodeView>();
        patient.MapPost("/access-report", PatientRights.Report).Does(Acts.KeepPatients).WithSummary("All that is known of a patient, for the patient (GDPR article 15).").Accepts<ReasonBody>("application/json").Produces<AccessReportView>();
        patient.MapPost("/erase", PatientRights.Erase).Does(Acts.KeepPatients).WithSummary("Erase what no law asks to keep (GDPR article 17), and report what is kept and until when.").Accepts<ReasonBody>("application/json").Produces<ErasureView>();
    }

    private static async Task<IResult> Register(HttpContext http, CurrentPerson who, PatientDesk desk, Keyring keys)
    {
        if (desk.Admit(who, asKeeper: false, out var no) is not { } caller) return no!;
        var read = await Body.ReadAsync(http, ApiJson.Default.RegisterBody);
        if (read.Problem is { } unreadable) return unreadable;
        var body = read.Value!;
        if (desk.HospitalOrder(caller, body.Order) is not { } order) return Problems.NotFound($"order");
        var details = Details(body.Name, body.BirthDate, body.HospitalNumber, body.Contact, desk.Today(caller), keys.Now.SiteIds, body.Reason, out var reasons);
        if (details is null) return Problems.Refused(reasons);
        var id = PatientId.From(BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)));
        return Answered(caller.Vault.Register(id, details, order.Id, desk.By(caller, AccessAct.Registered, body.Reason)), desk, caller,
            _ => Results.Json(desk.CodeOf(caller, caller.Vault.Find(id)!), ViewJson.Options, statusCode: StatusCodes.Status201Created));
    }

    private static async Task<IResult> Find(HttpContext http, CurrentPerson who, PatientDesk desk)
    {
        if (desk.Admit(who, asKeeper: false, out var no) is not { } caller) return no!;
        var read = await Body.ReadAsync(http, ApiJson.Default.FindBody);
        if (read.Problem is { } unreadable) return unreadable;
        var body = read.Value!;
        if (PatientAccess.ProblemOf(body.Reason) is { } reason) return Problems.Refused(reason);
        ImmutableArray<PatientId> found;
        if (body is { HospitalNumber: { } number, Name: null, BirthDate: null }) found = caller.Vault.PatientWith(new HospitalNumber(number.Issuer, number.Number)) is { } one ? [one] : [];
        else if (body is { HospitalNumber: null, Name: { } name, BirthDate: { } born } && LocalDatePattern.Iso.Parse(born) is { Success: true, Value: var date }) found = caller.Vault.PatientsWith(name, date);
        else return Problems.Unreadable($"Give either hospitalNumber, or name and birthDate (year-month-day).");
        var views = new List<PatientCodeView>();
        foreach (var patient in found.Select(id => desk.See(caller, id)).OfType<VaultedPatient>())
        {
            var answer = caller.Vault.View(patient.Id, desk.By(caller, AccessAct.Found, body.Reason));
            if (answer is not VaultAnswer.Done) return Answered(answer, desk, caller, _ => throw new System.Diagnostics.UnreachableException());
            views.Add(desk.CodeOf(caller, patient));
        }
        return Results.Json(new FoundView(views), ViewJson.Options);
    }

    private static IResult Of(string order, CurrentPerson who, PatientDesk desk)
    {
        if (desk.Admit(who, asKeeper: false, out var no) is not { } caller) return no!;
        return desk.HospitalOrder(caller, order) is { } seen && caller.Vault.PatientOf(seen.Id) is { } id
            ? Results.Json(desk.CodeOf(caller, caller.Vault.Find(id)!), ViewJson.Options)
            : Problems.NotFound($"patient of this order");
    }

    private static async Task<IResult> View(HttpContext http, string patient, CurrentPerson who, PatientDesk desk)
    {
        var (caller, seen, reason, no) = await WithReasonAsync(http, patient, who, desk, asKeeper: false);
        return no ?? Answered(caller!.Vault.View(seen!.Id, desk.By(caller, AccessAct.Viewed, reason)), desk, caller,
            details => Results.Json(PatientView.Of(seen.Id, details!, desk.OrderViews(caller, seen)), ViewJson.Options));
    }

    private static async Task<IResult> Amend(HttpContext http, string patient, CurrentPerson who, PatientDesk desk, Keyring keys)
    {
        if (desk.Admit(who, asKeeper: false, out var no) is not { } caller) return no!;
        var read = await Body.ReadAsync(http, ApiJson.Default.AmendBody);
        if (read.Problem is { } unreadable) return unreadable;
        var body = read.Value!;
        if (desk.See(caller, patient) is not { } seen) return Problems.NotFound($"patient");
        var details = Details(body.Name, body.BirthDate, body.HospitalNumber, body.Contact, desk.Today(caller), keys.Now.SiteIds, body.Reason, out var reasons);
        if (details is null) return Problems.Refused(reasons);
        return Answered(caller.Vault.Amend(seen.Id, details, desk.By(caller, AccessAct.Amended, body.Reason)), desk, caller, _ => Results.Json(desk.CodeOf(caller, seen), ViewJson.Options));
    }

    private static async Task<IResult> Link(HttpContext http, string patient, CurrentPerson who, PatientDesk desk)
    {
        if (desk.Admit(who, asKeeper: false, out var no) is not { } caller) return no!;
        var read = await Body.ReadAsync(http, ApiJson.Default.LinkBody);
        if (read.Problem is { } unreadable) return unreadable;
        if (desk.See(caller, patient) is not { } seen) return Problems.NotFound($"patient");
        if (desk.HospitalOrder(caller, read.Value!.Order) is not { } order) return Problems.NotFound($"order");
        if (PatientAccess.ProblemOf(read.Value.Reason) is { } reason) return Problems.Refused(reason);
        return Answered(caller.Vault.Link(seen.Id, order.Id, desk.By(caller, AccessAct.Linked, read.Value.Reason)), desk, caller,
            _ => Results.Json(desk.CodeOf(caller, caller.Vault.Find(seen.Id)!), ViewJson.Options));
    }

    /// <summary>The caller, the patient they named and the reason they gave; or what stands against it.</summary>
    internal static async Task<(PatientDesk.Caller? Caller, VaultedPatient? Patient, string Reason, IResult? No)> WithReasonAsync(
        HttpContext http, string patient, CurrentPerson who, PatientDesk desk, bool asKeeper)
    {
        if (desk.Admit(who, asKeeper, out var no) is not { } caller) return (null, null, "", no);
        var read = await Body.ReadAsync(http, ApiJson.Default.ReasonBody);
        if (read.Problem is { } unreadable) return (null, null, "", unreadable);
        if (desk.See(caller, patient) is not { } seen) return (null, null, "", Problems.NotFound($"patient"));
        return PatientAccess.ProblemOf(read.Value!.Reason) is { } reason ? (null, null, "", Problems.Refused(reason)) : (caller, seen, read.Value.Reason, null);
    }

    /// <summary>What the vault answered, as HTTP tells it.</summary>
    internal static IResult Answered(VaultAnswer answer, PatientDesk desk, PatientDesk.Caller caller, Func<PatientDetails?, IResult> done) => answer switch
    {
        VaultAnswer.Done good => done(good.Details),
        VaultAnswer.Gone => Problems.Erased,
        VaultAnswer.OrdersChanged => Problems.Busy,
        VaultAnswer.ReasonNamesPatient => Problems.Refused(new Reason("reason.names-patient",
            $"The reason holds the patient's name, number or birth date. It is kept also when the patient is erased: say it without them.", "reason")),
        VaultAnswer.OrderTaken taken => Problems.Refused(new Reason("patient.order-taken", $"This order has a patient already: {taken.By}. STOP when that is not the patient before you.", "order")),
        VaultAnswer.NumberTaken taken => Problems.Refused(desk.See(caller, taken.By) is { } known
            ? new Reason("patient.number-taken", $"This hospital number is that of {known.Id}. If it is the same patient, link the order to them; if not, check the number.", "hospitalNumber.number")
            : new Reason("patient.number-taken", $"This hospital number is that of a patient whom your site does not treat. Check the number, or ask the hospital that gave it.", "hospitalNumber.number")),
        _ => throw new System.Diagnostics.UnreachableException(answer.GetType().Name),
    };

    private static PatientDetails? Details(
        string name, string birthDate, HospitalNumberBody number, string? contact, LocalDate today, IReadOnlySet<string> sites, string reason, out ImmutableArray<Reason> reasons)
    {
        var parsed = LocalDatePattern.Iso.Parse(birthDate);
        var details = new PatientDetails(name.Trim(), parsed.GetValueOrDefault(today), new HospitalNumber(number.Issuer, number.Number.Trim()), string.IsNullOrWhiteSpace(contact) ? null : contact.Trim());
        reasons =
        [
            .. details.Problems(today, sites),
            .. parsed.Success ? [] : new[] { new Reason("patient.birth-date", $"Write the birth date as year-month-day, like 1987-03-14.", "birthDate") },
            .. new[] { PatientAccess.ProblemOf(reason) }.OfType<Reason>(),
        ];
        return reasons.IsEmpty ? details : null;
    }

    private static LocalDate GetValueOrDefault(this ParseResult<LocalDate> parsed, LocalDate otherwise) => parsed.TryGetValue(otherwise, out var date) ? date : otherwise;
}
