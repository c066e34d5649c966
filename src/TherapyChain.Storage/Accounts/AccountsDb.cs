using Microsoft.EntityFrameworkCore;

namespace TherapyChain.Storage.Accounts;

/// <summary>
/// Everything that lets somebody in, and the log of who was let in: in <c>accounts.db</c>, apart from the ledger, so that a ledger can be
/// handed to an inspector without handing over a credential (docs/decisions/0008-people-and-credentials.md).
/// </summary>
public sealed class AccountsDb(DbContextOptions<AccountsDb> options) : DbContext(options)
{
    public DbSet<AccountRow> Accounts => Set<AccountRow>();
    public DbSet<InvitationRow> Invitations => Set<InvitationRow>();
    public DbSet<RecoveryCodeRow> RecoveryCodes => Set<RecoveryCodeRow>();
    public DbSet<PasskeyRow> Passkeys => Set<PasskeyRow>();
    public DbSet<FactorLossRow> FactorLosses => Set<FactorLossRow>();
    public DbSet<KeyRow> Keys => Set<KeyRow>();
    public DbSet<SavedFilterRow> SavedFilters => Set<SavedFilterRow>();
    public DbSet<DraftRow> Drafts => Set<DraftRow>();
    public DbSet<AccessRow> AccessLog => Set<AccessRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => Columns.Convert(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AccountRow>().ToTable("accounts").HasKey(account => account.PersonId);
        modelBuilder.Entity<InvitationRow>().ToTable("invitations").HasKey(invitation => invitation.Sha256);
        modelBuilder.Entity<RecoveryCodeRow>(row =>
        {
            row.ToTable("recovery_codes").HasKey(code => code.Sha256);
            row.HasIndex(code => code.PersonId);
        });
        modelBuilder.Entity<PasskeyRow>(row =>
        {
            row.ToTable("passkeys").HasKey(passkey => passkey.CredentialId);
            row.HasIndex(passkey => passkey.PersonId);
            row.HasIndex(passkey => passkey.UserHandle);
        });
        modelBuilder.Entity<FactorLossRow>().ToTable("factor_losses").HasKey(loss => loss.Id);
        modelBuilder.Entity<KeyRow>(row =>
        {
            row.ToTable("keys").HasKey(key => key.Sha256);
            row.HasIndex(key => key.PersonId);
        });
        modelBuilder.Entity<SavedFilterRow>().ToTable("saved_filters").HasKey(filter => new { filter.PersonId, filter.Name });
        modelBuilder.Entity<DraftRow>().ToTable("drafts").HasKey(draft => new { draft.PersonId, draft.Form });
        modelBuilder.Entity<AccessRow>(row =>
        {
            row.ToTable("access_log").HasKey(access => access.Position);
            row.Property(access => access.Position).ValueGeneratedOnAdd();
            row.HasIndex(access => new { access.Site, access.At });
            row.HasIndex(access => new { access.Person, access.At });
            row.HasIndex(access => access.OrderId);
            // Notices are asked for all the time and are few among many looks.
            row.HasIndex(access => access.Act).HasFilter("act = 'notice'");
        });
        Columns.Name(modelBuilder);
    }
}
