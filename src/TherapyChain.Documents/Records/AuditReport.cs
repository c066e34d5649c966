using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Documents.Words;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>
/// The audit trail of one order, one person or one day: who recorded what, when, where, with old value, new value and reason where something was
/// changed (21 CFR 11.10(e), EU GMP Annex 11, 9), printings among them; and, where they were given, sign-ins and looks.
/// </summary>
/// <param name="Language">One of <see cref="PaperWords.Languages"/>.</param>
/// <param name="Scope">What the report is about, in words.</param>
/// <param name="Limits">What it does not cover, in words; null when it covers all of its scope.</param>
/// <param name="Order">The head of the order, for a report of one order.</param>
/// <param name="Entries">In the order of recording.</param>
/// <param name="AccessLimits">Whose sign-ins and looks are covered, in words; null when they are not part of this report.</param>
/// <param name="Access">Sign-ins and looks; null when they are not part of this report, which the paper then says.</param>
public sealed record AuditReport(
    string Language, string Scope, string? Limits, PaperHead? Order, PreparedStatement Prepared, ImmutableArray<AuditLine> Entries, string? AccessLimits,
    ImmutableArray<AccessLine>? Access)
{
    /// <summary>One order, from its first entry to the last one given.</summary>
    /// <inheritdoc cref="CustodyRecordBuilder.Build"/>
    public static AuditReport OfOrder(
        Workflow workflow, ImmutableArray<SealedEntry> entries, Names today, string language = "en", AccessPart? access = null)
    {
        var source = RecordSource.Of(workflow, entries, today, language);
        var last = source.Entries[^1];
        return new AuditReport(
            source.Words.Language, source.Words.Say("audit.scope-order", last.Order), null, PaperHead.Of(Papers.Audit, source),
            new PreparedStatement(source.Who(last.Actor), source.Words.Moment(last.Recorded, last.Zone), last.Recorded), [.. AuditLine.Of(source, _ => true)],
            access?.Limits(source.Words), access?.Lines(source.Words));
    }

    /// <summary>What one person recorded, alone or as the second of two, within a period.</summary>
    /// <param name="orders">Every order they may have acted in; those without an entry of theirs do no harm.</param>
    public static AuditReport OfPerson(string person, AuditPeriod period, IEnumerable<AuditedOrder> orders, AuditReader reader, AccessPart? access = null)
    {
        var words = PaperWords.In(reader.Language);
        return Of(words.Say("audit.scope-person", reader.Today.Person(person), person), period, orders, reader, access, e => e.Actor == person || AuditLine.SecondOf(e)?.Actor == person);
    }

    /// <summary>What was recorded within a period, usually one day.</summary>
    public static AuditReport OfDay(LocalDate day, AuditPeriod period, IEnumerable<AuditedOrder> orders, AuditReader reader, AccessPart? access = null) => Of(
        PaperWords.In(reader.Language).Say("audit.scope-day", NodaTime.Text.LocalDatePattern.Iso.Format(day), period.Zone), period, orders, reader, access, _ => true);

    private static AuditReport Of(
        string scope, AuditPeriod period, IEnumerable<AuditedOrder> orders, AuditReader reader, AccessPart? access, Func<Entry, bool> isMeant)
    {
        var words = PaperWords.In(reader.Language);
        var lines = orders.SelectMany(o => AuditLine.Of(
            new RecordSource(o.Workflow, o.Entries, reader.Today, reader.Language), e => e.Recorded >= period.From && e.Recorded < period.Until && isMeant(e)));
        var shown = words.Say("audit.period", words.Moment(period.From, period.Zone).Local, words.Moment(period.Until, period.Zone).Local, period.Zone);
        return new AuditReport(
            words.Language, $"{scope}. {shown}", reader.SeesAll ? null : words.Say("audit.limits", reader.Name), null,
            new PreparedStatement(reader.Name, words.Moment(reader.Now, period.Zone), reader.Now),
            [.. lines.OrderBy(l => l.RecordedAt).ThenBy(l => l.Order, StringComparer.Ordinal).ThenBy(l => l.Seq)], access?.Limits(words), access?.Lines(words));
    }
}

/// <summary>A stretch of time, start included and end excluded, and the zone whose clock it was named by.</summary>
public sealed record AuditPeriod(Instant From, Instant Until, string Zone);

/// <summary>An order whose entries may stand in a report, all of them from the first.</summary>
public sealed record AuditedOrder(Workflow Workflow, ImmutableArray<SealedEntry> Entries);

/// <summary>For whom a report over several orders is made, when, in which language, and with the names of that day.</summary>
/// <param name="SeesAll">Whether no order is hidden from them; the report says so when some are.</param>
public sealed record AuditReader(string Name, bool SeesAll, Instant Now, Names Today, string Language);

/// <summary>Who prepared the report and when.</summary>
public sealed record PreparedStatement(string Who, When When, Instant At);

/// <param name="Type">The stable name of the kind of entry.</param>
/// <param name="Happened">When it happened, by the clock of the site.</param>
/// <param name="Recorded">When it was entered, by the same clock.</param>
/// <param name="Details">Old and new values, reasons, handovers, signature: what an audit asks of the entry. All of it stands in the custody record.</param>
public sealed record AuditLine(
    string Order, int Seq, string Type, When Happened, When Recorded, Instant RecordedAt, string What, string Who, string Person, string Role, string Site,
    ImmutableArray<Detail> Details, string Hash)
{
    internal static IEnumerable<AuditLine> Of(RecordSource source, Func<Entry, bool> isMeant)
    {
        foreach (var (e, closed) in source.Entries.Zip(source.Sealed))
            if (isMeant(e))
                yield return new AuditLine(
                    e.Order.ToString(), e.Seq, e.Event.Type, source.When(e), source.Words.Moment(e.Recorded, e.Zone), e.Recorded, EntryWords.What(e.Event, source),
                    source.Who(e.Actor), e.Actor, e.Actor == Domain.Orders.Person.System ? source.Words["detail.automatic"] : source.Role(e.Role), source.Site(e.Site),
                    [.. EntryDetails.Of(e, source).Select(d => d.Detail), .. Late(e, source.Words)], closed.Hash.ToString());
    }

    internal static SecondPerson? SecondOf(Entry e) => (e.Event as StepCompleted)?.Second ?? (e.Event as IdentityRefused)?.Second;

    private static IEnumerable<Detail> Late(Entry e, PaperWords words) => e.Event is StepCompleted { LateReason: { } reason } ? [new Detail(words["departures.late"], reason)] : [];
}
