using Microsoft.EntityFrameworkCore;

namespace TherapyChain.Storage;

/// <summary>
/// The ledger's tables for queries and for what is administered (sites, people, keys). Entries are appended by <see cref="Ledger"/> alone;
/// triggers refuse every change to them, whoever asks.
/// </summary>
public sealed class LedgerDb(DbContextOptions<LedgerDb> options) : DbContext(options)
{
    public DbSet<EntryRow> Entries => Set<EntryRow>();
    public DbSet<EntryMark> EntryMarks => Set<EntryMark>();
    public DbSet<WorkflowRow> Workflows => Set<WorkflowRow>();
    public DbSet<PublicationRow> Publications => Set<PublicationRow>();
    public DbSet<ProposalRow> Proposals => Set<ProposalRow>();
    public DbSet<VerdictRow> Verdicts => Set<VerdictRow>();
    public DbSet<DocumentRow> Documents => Set<DocumentRow>();
    public DbSet<OrderRow> Orders => Set<OrderRow>();
    public DbSet<OrderPartyRow> OrderParties => Set<OrderPartyRow>();
    public DbSet<IdentifierRow> Identifiers => Set<IdentifierRow>();
    public DbSet<RunningClockRow> RunningClocks => Set<RunningClockRow>();
    public DbSet<IdempotencyRow> Idempotency => Set<IdempotencyRow>();
    public DbSet<SiteRow> Sites => Set<SiteRow>();
    public DbSet<AccreditationRow> Accreditations => Set<AccreditationRow>();
    public DbSet<PersonRow> People => Set<PersonRow>();
    public DbSet<QualificationRow> Qualifications => Set<QualificationRow>();
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => Columns.Convert(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EntryRow>(row =>
        {
            row.ToTable("entries").HasKey(entry => entry.Position);
            row.HasIndex(entry => new { entry.OrderId, entry.Seq }).IsUnique();
        });
        modelBuilder.Entity<EntryMark>(row =>
        {
            row.ToTable("entry_marks").HasKey(mark => mark.Position);
            row.Property(mark => mark.Position).ValueGeneratedNever();
            // The engine ends every index with the position, so each of these is in the order of commits.
            row.HasIndex(mark => mark.Type);
            row.HasIndex(mark => mark.Site);
            row.HasIndex(mark => mark.Actor);
            row.HasIndex(mark => mark.Second).HasFilter("second IS NOT NULL");
            row.HasIndex(mark => mark.Recorded);
        });
        modelBuilder.Entity<WorkflowRow>().ToTable("workflows").HasKey(workflow => new { workflow.Id, workflow.Version });
        modelBuilder.Entity<PublicationRow>(row =>
        {
            row.ToTable("publications").HasKey(publication => new { publication.Id, publication.Version });
            row.HasOne<WorkflowRow>().WithMany().HasForeignKey(publication => new { publication.Id, publication.Version });
        });
        modelBuilder.Entity<ProposalRow>().ToTable("proposals").HasKey(proposal => proposal.Number);
        modelBuilder.Entity<VerdictRow>(row =>
        {
            // The key is the proposal: whoever comes second is refused, whatever they say.
            row.ToTable("verdicts").HasKey(verdict => verdict.Proposal);
            row.Property(verdict => verdict.Proposal).ValueGeneratedNever();
            row.HasOne<ProposalRow>().WithOne().HasForeignKey<VerdictRow>(verdict => verdict.Proposal);
        });
        modelBuilder.Entity<DocumentRow>().ToTable("documents").HasKey(document => document.Sha256);
        modelBuilder.Entity<OrderRow>(row =>
        {
            row.ToTable("orders").HasKey(order => order.OrderId);
            row.Property(order => order.OrderId).ValueGeneratedNever();
            row.HasIndex(order => new { order.Created, order.OrderId });
            // What lists walk: named in their statements, so that no list falls back to walking all orders.
            row.HasIndex(order => new { order.Workflow, order.Version, order.State, order.Created, order.OrderId }).HasDatabaseName(OrderWalk.ByStanding);
            row.HasIndex(order => new { order.Held, order.Created, order.OrderId }).HasFilter("held = 1").HasDatabaseName(OrderWalk.ByHold);
            row.HasIndex(order => new { order.Final, order.Created, order.OrderId }).HasFilter("final = 0").HasDatabaseName(OrderWalk.ByOpen);
        });
        modelBuilder.Entity<OrderPartyRow>(row =>
        {
            row.ToTable("order_parties").HasKey(party => new { party.OrderId, party.Party });
            row.HasIndex(party => new { party.SiteId, party.OrderId });
            row.HasIndex(party => new { party.SiteId, party.Created, party.OrderId, party.Party }).HasDatabaseName(OrderWalk.BySite);
            row.HasOne<OrderRow>().WithMany().HasForeignKey(party => party.OrderId);
        });
        modelBuilder.Entity<IdentifierRow>(row =>
        {
            row.ToTable("identifiers").HasKey(identifier => new { identifier.OrderId, identifier.Kind, identifier.Value });
            // The net under what the writer asks before each append.
            row.HasIndex(identifier => new { identifier.Value, identifier.Issuer }).IsUnique().HasFilter("shared = 0");
            row.HasIndex(identifier => identifier.Value);
            row.HasOne<OrderRow>().WithMany().HasForeignKey(identifier => identifier.OrderId);
        });
        modelBuilder.Entity<RunningClockRow>(row =>
        {
            row.ToTable("running_clocks").HasKey(clock => new { clock.OrderId, clock.Clock });
            row.HasIndex(clock => clock.LimitAt).HasDatabaseName(OrderWalk.ByLimit);
            row.HasIndex(clock => new { clock.Clock, clock.OrderId }).HasDatabaseName(OrderWalk.ByClock);
            row.HasOne<OrderRow>().WithMany().HasForeignKey(clock => clock.OrderId);
        });
        modelBuilder.Entity<IdempotencyRow>().ToTable("idempotency").HasKey(answer => new { answer.Actor, answer.Key });
        modelBuilder.Entity<SiteRow>(row =>
        {
            row.ToTable("sites").HasKey(site => site.Id);
            row.Property(site => site.Fin).HasDefaultValue("");
        });
        modelBuilder.Entity<AccreditationRow>(row =>
        {
            row.ToTable("accreditations").HasKey(accreditation => new { accreditation.SiteId, accreditation.Name, accreditation.Number, accreditation.ValidUntil });
            row.HasOne<SiteRow>().WithMany().HasForeignKey(accreditation => accreditation.SiteId);
        });
        modelBuilder.Entity<PersonRow>(row =>
        {
            row.ToTable("people").HasKey(person => person.Id);
            row.HasOne<SiteRow>().WithMany().HasForeignKey(person => person.SiteId);
        });
        modelBuilder.Entity<QualificationRow>(row =>
        {
            row.ToTable("qualifications").HasKey(qualification => new { qualification.PersonId, qualification.Name });
            row.HasOne<PersonRow>().WithMany().HasForeignKey(qualification => qualification.PersonId);
        });
        modelBuilder.Entity<ApiKeyRow>(row =>
        {
            row.ToTable("api_keys").HasKey(key => key.Sha256);
            row.HasOne<PersonRow>().WithMany().HasForeignKey(key => key.PersonId);
        });
        Columns.Name(modelBuilder);
    }
}
