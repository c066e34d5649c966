using System.Text.Json;
using NodaTime.Text;
using TherapyChain.Domain.Patients;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Storage.Patients;

namespace TherapyChain.Server.Patients;

/// <summary>What a patient may ask for: to know what is known of them, and to be forgotten as far as the law allows.</summary>
internal static class PatientRights
{
    private const string Purpose =
        "Treatment with an advanced therapy medicinal product: making sure that the cells are yours, and that patient, material and product can be traced to each other "
        + "(GDPR art. 6(1)(c) and (e), 9(2)(h) and (i); Regulation (EC) No 1394/2007 art. 15).";

    public static async Task<IResult> Report(HttpContext http, string patient, CurrentPerson who, PatientDesk desk)
    {
        var (caller, seen, reason, no) = await PatientApi.WithReasonAsync(http, patient, who, desk, asKeeper: true);
        if (no is not null) return no;
        return PatientApi.Answered(caller!.Vault.View(seen!.Id, desk.By(caller, AccessAct.Reported, reason)), desk, caller, details => Results.Json(new AccessReportView(
            PatientView.Of(seen.Id, details!, desk.OrderViews(caller, seen)),
            Purpose,
            [
                .. desk.OrdersFor(caller, seen).SelectMany(order => order.Parties.Select(p =>
                    new RecipientView(order.Id.ToString(), p.Key, p.Value, PatientAccess.IsHospitalOf(order, p.Value)))),
            ],
            [.. desk.Decide(caller, seen).Fields.Select(RetentionView.Of).Where(f => f.Field != PatientField.Contact || details!.Contact is not null)],
            [.. caller.Vault.AccessesTo(seen.Id).Select(access => AccessView.Of(access, who.Person.Zone))]), ViewJson.Options));
    }

    public static async Task<IResult> Erase(HttpContext http, string patient, CurrentPerson who, PatientDesk desk)
    {
        var (caller, seen, reason, no) = await PatientApi.WithReasonAsync(http, patient, who, desk, asKeeper: true);
        if (no is not null) return no;
        var decided = desk.Decide(caller!, seen!);
        var view = ErasureView.Of(seen!.Id, decided, LocalDatePattern.Iso.Format(desk.Today(caller!)));
        try
        {
            return PatientApi.Answered(
                caller!.Vault.Erase(seen, decided, desk.By(caller, AccessAct.Erased, reason, JsonSerializer.Serialize(view, ViewJson.Options))), desk, caller,
                _ => Results.Json(view, ViewJson.Options));
        }
        catch (IOException left)
        {
            // The keys are gone from the tables; their bytes are not yet gone from the disk.
            return Problems.CannotStore($"{left.Message}");
        }
    }
}
