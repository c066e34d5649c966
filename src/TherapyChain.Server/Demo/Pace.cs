using NodaTime;

namespace TherapyChain.Server.Demo;

/// <summary>How long after the previous step a step usually comes. Demonstration values, chosen to look like published timelines.</summary>
internal static class Pace
{
    /// <summary>Up to this, people finish what they began, whatever the hour.</summary>
    public static readonly Duration OneSitting = Duration.FromHours(5);

    private static readonly Dictionary<string, Duration> Usual = new(StringComparer.Ordinal)
    {
        ["refer-patient"] = Hours(1), ["confirm-eligibility"] = Days(3), ["request-slot"] = Days(1), ["take-consent"] = Days(2), ["record-infection-tests"] = Hours(2),
        ["record-antibody-test"] = Days(2), ["weigh-patient"] = Days(1), ["record-hla-typing"] = Days(2), ["prescribe"] = Days(1), ["approve-order"] = Days(1),
        ["issue-chain-of-identity"] = Minutes(25), ["schedule"] = Days(1), ["select-lot"] = Days(1), ["confirm-lot"] = Days(1), ["check-kit-and-labels"] = Days(6),
        ["start-mobilisation"] = Days(3), ["start-collection"] = Hours(19), ["complete-collection"] = Hours(3), ["start-surgery"] = Hours(20), ["complete-resection"] = Hours(2),
        ["freeze"] = Hours(2), ["reconcile-labels"] = Minutes(35), ["measure-tumour"] = Minutes(30), ["confirm-cell-count"] = Hours(1), ["complete-cycle"] = Minutes(40),
        ["set-rescue-cells-aside"] = Hours(1), ["plan-second-collection"] = Hours(20), ["pack-starting-material"] = Minutes(80), ["hand-over-starting-material"] = Minutes(50),
        ["receive-starting-material"] = Hours(15), ["receive-starting-material-into-quarantine"] = Hours(15), ["accept-starting-material"] = Hours(1), ["keep-reserve"] = Minutes(50),
        ["select-cells"] = Hours(4), ["start-manufacture"] = Hours(4), ["record-milestone"] = Days(2), ["complete-manufacture"] = Days(9), ["record-test-results"] = Days(5),
        ["review-batch-record"] = Days(2), ["release-product"] = Days(1), ["release-kit"] = Days(1), ["release-vials"] = Days(1), ["compose-kit"] = Days(1), ["assign-vials"] = Days(1),
        ["report-out-of-specification"] = Days(3), ["offer-out-of-specification-product"] = Days(1), ["pack-product"] = Hours(20), ["pack-kit"] = Hours(3), ["pack-vials"] = Hours(3),
        ["hand-over-product"] = Minutes(55), ["hand-over-kit"] = Minutes(55), ["hand-over-vials"] = Minutes(55), ["receive-product"] = Hours(15), ["receive-kit"] = Hours(15), ["receive-vials"] = Hours(15),
        ["accept-product"] = Minutes(45), ["accept-kit"] = Minutes(45), ["accept-vials"] = Minutes(45), ["store-product"] = Minutes(30), ["store-kit"] = Minutes(30),
        ["clear-for-conditioning"] = Days(4), ["start-conditioning"] = Days(1), ["complete-conditioning"] = Days(3), ["confirm-fitness"] = Days(2), ["confirm-rescue-ready"] = Minutes(50),
        ["weigh-before-dose"] = Days(2), ["confirm-dose"] = Hours(1), ["start-thaw"] = Hours(1), ["issue-to-ward"] = Minutes(4), ["check-at-bedside"] = Minutes(3), ["start-infusion"] = Minutes(1),
        ["complete-infusion"] = Minutes(8), ["stop-infusion-early"] = Minutes(8), ["start-interleukin-2"] = Hours(14), ["report-adverse-event"] = Hours(30), ["confirm-engraftment"] = Days(20),
        ["report-to-registry"] = Days(3), ["account-for-remaining-material"] = Days(1), ["close-order"] = Hours(2), ["account-for-material"] = Days(2),
    };

    /// <summary>The usual wait before a step, made a little uneven by a number of the order's own.</summary>
    public static Duration Before(string workflow, string step, int uneven)
    {
        // What is frozen can wait; what is fresh goes the same day.
        var usual = (workflow, step) is ("car-t-autologous-cryo", "pack-starting-material") ? Duration.FromHours(40) : Usual.GetValueOrDefault(step, Duration.FromDays(1));
        var seconds = Duration.FromSeconds(uneven % 60);
        return usual < Duration.FromMinutes(30) ? usual + seconds / 2 : usual + Duration.FromMinutes(uneven / 60 % (usual < OneSitting ? 15 : 130)) + seconds;
    }

    private static Duration Days(int days) => Duration.FromDays(days);
    private static Duration Hours(int hours) => Duration.FromHours(hours);
    private static Duration Minutes(int minutes) => Duration.FromMinutes(minutes);
}
