using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

public sealed class ClockTests
{
    private static Scenario Thawed() => Scenario.Of("car-t-autologous-cryo").At("thawed");

    private static Decision.Accepted Watch(Scenario s) => WatchClocks.Decide(s.Workflow, s.Order, s.By("coordinator", "treatment-site") with { Now = s.Now });

    [Fact]
    public void Warning_and_exceedance_are_recorded_once_each_at_the_instants_at_which_they_fell()
    {
        var s = Thawed();
        var thawed = s.Order.Clocks["post-thaw"].Started;
        s.Now = thawed + Duration.FromHours(3);

        s.Accept(Watch(s));

        var entries = s.Entries.Where(e => e.Event is ClockWarned { Clock: "post-thaw" } or ClockExceeded { Clock: "post-thaw" } or OrderHeld).ToList();
        Assert.Equal([thawed + Duration.FromMinutes(20), thawed + Duration.FromMinutes(30), thawed + Duration.FromMinutes(30)], entries.Select(e => e.At));
        Assert.All(entries, e => Assert.Equal(s.Now, e.Recorded));
        Assert.Empty(Watch(s).Entries);
    }

    [Fact]
    public void A_limit_is_urgent_from_its_warning_on_and_in_its_last_hours_whichever_comes_first()
    {
        var begun = Some.Start;
        var (thaw, slot) = (Clock(Duration.FromMinutes(20), Duration.FromMinutes(30)), Clock(Duration.FromDays(21), Duration.FromDays(28)));

        // 18 of 30 minutes left, and its workflow does not warn yet.
        Assert.Equal(Urgency.Soon, thaw.UrgencyAt(begun + Duration.FromMinutes(12)));
        Assert.Equal([Urgency.Calm, Urgency.Soon, Urgency.Soon, Urgency.Over], new[] { 20, 21, 27, 29 }.Select(day => slot.UrgencyAt(begun + Duration.FromDays(day))));
        Assert.Equal(Urgency.Soon, (slot with { Warned = true }).UrgencyAt(begun));
        Assert.Equal((Urgency.Calm, Urgency.Soon), ((slot with { Warn = null }).UrgencyAt(begun + Duration.FromDays(27)), (slot with { Warn = null }).UrgencyAt(begun + Duration.FromDays(27) + Duration.FromTicks(1))));
        Assert.Equal((Urgency.Soon, Urgency.Over), (thaw.UrgencyAt(thaw.Limit), thaw.UrgencyAt(thaw.Limit + Duration.FromTicks(10))));

        RunningClock Clock(Duration warn, Duration limit) => new(begun, Earliest: null, begun + warn, begun + limit, Holds: true, Warned: false, Exceeded: false);
    }

    [Fact]
    public void A_limit_is_inclusive_and_the_microsecond_after_it_is_not()
    {
        var s = Thawed();
        s.Now = s.Order.Clocks["post-thaw"].Limit;
        Assert.DoesNotContain(Watch(s).Entries, e => e.Event is ClockExceeded);
        s.Now += Duration.FromTicks(10);
        Assert.Contains(Watch(s).Entries, e => e.Event is ClockExceeded);
    }

    [Fact]
    public void A_step_cannot_slip_past_a_clock_that_the_watch_has_not_seen_yet()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("checked-at-bedside");
        s.Now = s.Order.Clocks["post-thaw"].Limit + Duration.FromSeconds(1);

        var refused = s.Refused(s.Fill("start-infusion"));

        Assert.Contains(refused.Reasons, r => r.Code == "clock.exceeded");
        Assert.Contains(refused.Entries, e => e.Event is OrderHeld { Code: HoldCode.ClockExceeded });
        Assert.True(refused.After.IsOnHold);
    }

    [Fact]
    public void What_happened_in_time_may_be_entered_after_the_limit_and_resolves_the_hold_it_answers()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("infusing");
        var limit = s.Order.Clocks["post-thaw"].Limit;
        s.Now = limit + Duration.FromMinutes(5);
        s.Accept(Watch(s));
        Assert.True(s.Order.IsOnHold);

        var request = s.Fill("complete-infusion") with { At = limit - Duration.FromMinutes(1) };
        Assert.Equal("time.late-reason", Assert.Single(s.Refused(request with { LateReason = null }).Reasons).Code);
        s.Accept(s.Try(request with { LateReason = "Both hands were needed at the bed." }));

        Assert.False(s.Order.IsOnHold);
        Assert.Equal("infused", s.Order.State);
    }

    [Fact]
    public void A_step_that_must_wait_is_refused_before_its_earliest_instant()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("conditioned");
        var waiting = s.Workflow.Steps.First(step => step.From.Contains("conditioned") && step.After.Contains("conditioning-window"));

        Assert.Contains(s.Refused(s.Fill(waiting.Name)).Reasons, r => r.Code == "clock.too-early");
    }

    [Fact]
    public void Days_are_counted_on_the_calendar_of_the_site_and_hours_as_elapsed_time()
    {
        // Berlin, the night of 25 October 2026 has 25 hours.
        var start = Instant.FromUtc(2026, 10, 24, 10, 0);
        Assert.Equal(Instant.FromUtc(2026, 10, 25, 11, 0), ClockLimits.Add(start, Period.FromDays(1), "Europe/Berlin"));
        Assert.Equal(Instant.FromUtc(2026, 10, 25, 10, 0), ClockLimits.Add(start, Period.FromHours(24), "Europe/Berlin"));
    }
}
