using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Testing;
using static TherapyChain.Storage.RecordOutcome;

namespace TherapyChain.Storage.Tests;

public sealed class FileTests : IDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_absent_file_is_made_and_opens_again_with_what_it_holds()
    {
        using (var ledger = Ledger.Open(_folder.Another("deep/er/ledger.db"))) await ledger.RecordAsync(Appends.Next(SealedRecords.Order), Ct);
        using (var ledger = Ledger.Open(_folder.Another("deep/er/ledger.db"))) Assert.Single(ledger.EntriesOf(SealedRecords.Order));
    }

    [Fact]
    public async Task Who_reads_waits_for_a_file_that_another_program_has_locked_for_a_moment()
    {
        using (var ledger = Ledger.Open(_folder.File)) await ledger.RecordAsync(Appends.Next(SealedRecords.Order), Ct);
        await using var other = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        await other.OpenAsync(Ct);
        await using var command = other.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync(Ct);

        var reading = Task.Run(() => LedgerSurvey.Of(_folder.File), Ct);
        await Task.WhenAny(reading, Task.Delay(300, Ct));
        Assert.False(reading.IsCompleted, "It did not wait.");
        command.CommandText = "COMMIT";
        await command.ExecuteNonQueryAsync(Ct);

        Assert.Equal(1, (await reading).Orders);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_file_its_log_and_its_copies_are_only_for_their_owner()
    {
        using var ledger = Ledger.Open(_folder.File);
        await ledger.RecordAsync(Appends.Next(SealedRecords.Order), Ct);
        ledger.BackUp(_folder.Another("copy.db"));
        foreach (var file in new[] { _folder.File, _folder.File + "-wal", _folder.File + "-shm", _folder.Another("copy.db") })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void The_tables_are_those_of_the_model_with_full_durability()
    {
        using var ledger = Ledger.Open(_folder.File);
        using var db = ledger.CreateDb();
        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Equal(["wal"], db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode"));
        Assert.Equal([2], db.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous"));
        Assert.Equal([1], db.Database.SqlQueryRaw<int>("SELECT foreign_keys AS Value FROM pragma_foreign_keys"));
        Assert.Equal([0x5443484E], db.Database.SqlQueryRaw<int>("SELECT application_id AS Value FROM pragma_application_id"));
    }

    [Fact]
    public void A_second_server_on_the_same_file_is_refused_until_the_first_is_gone()
    {
        using (Ledger.Open(_folder.File))
            Assert.Contains("open in another process", Assert.Throws<LedgerInUseException>(() => Ledger.Open(_folder.File)).Message, StringComparison.Ordinal);
        Ledger.Open(_folder.File).Dispose();
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("Dear colleague, the ledger is attached.", "no SQLite database")]
    public void A_file_of_another_kind_is_refused_and_left_as_it_is(string text, string found)
    {
        File.WriteAllText(_folder.File, text);
        var no = Assert.Throws<LedgerFileException>(() => Ledger.Open(_folder.File));
        Assert.Contains(found, no.Message, StringComparison.Ordinal);
        Assert.Contains("newest backup copy", no.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_folder.File));
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        _folder.Raw("CREATE TABLE patients (name TEXT)");
        var before = File.ReadAllBytes(_folder.File);
        Assert.Contains("another program", Assert.Throws<LedgerFileException>(() => Ledger.Open(_folder.File)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
        Assert.False(File.Exists(_folder.File + "-wal"));
    }

    [Fact]
    public void A_ledger_of_a_later_version_is_refused_by_name()
    {
        Ledger.Open(_folder.File).Dispose();
        _folder.Raw("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Merkle', '99.0.0')");
        Assert.Contains("29990101000000_Merkle", Assert.Throws<LedgerFileException>(() => Ledger.Open(_folder.File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_cut_short_is_refused()
    {
        var whole = await FilledAsync();
        foreach (var length in new[] { 50, 100, 512, 4096, 4097, whole.Length / 2, whole.Length - 4096, whole.Length - 1 })
        {
            var cut = whole[..length];
            File.WriteAllBytes(_folder.File, cut);
            Assert.Throws<LedgerFileException>(() => Ledger.Open(_folder.File));
            Assert.Equal(cut, File.ReadAllBytes(_folder.File));
        }
    }

    [Fact]
    [Requirement("P11-01")]
    public async Task A_byte_altered_anywhere_is_refused_at_opening_or_named_by_the_check_or_was_not_in_use()
    {
        var whole = await FilledAsync();
        var sound = LedgerCheck.Verify(_folder.File);
        var (refused, named) = (0, 0);
        for (var at = 7; at < whole.Length; at += 1201)
        {
            var altered = whole.ToArray();
            altered[at] ^= 0x55;
            File.WriteAllBytes(_folder.File, altered);
            try
            {
                switch (LedgerCheck.Verify(_folder.File))
                {
                    case Verification.Broken: named++; break;
                    case var found: Assert.Equal(sound, found); break;
                }
            }
            catch (LedgerFileException)
            {
                refused++;
            }
        }
        Assert.True(refused > 0 && named > 10, $"{refused} refused, {named} named");
    }

    [Fact]
    public async Task A_full_disk_is_told_with_advice_and_the_ledger_goes_on_once_there_is_room()
    {
        using var ledger = Ledger.Open(_folder.File);
        await ledger.RecordAsync(Appends.Next(SealedRecords.Order), Ct);
        ledger.LimitSize(new FileInfo(_folder.File).Length + 64 * 1024);

        var kept = new List<OrderId>();
        LedgerWriteException? full = null;
        for (var i = 1; full is null && i < 1000; i++)
        {
            try
            {
                if (await ledger.RecordAsync(Appends.Next(OrderId.From(i), count: 5), Ct) is Recorded) kept.Add(OrderId.From(i));
            }
            catch (LedgerWriteException no)
            {
                full = no;
            }
        }
        Assert.Contains("disk is full", full!.Message, StringComparison.Ordinal);
        Assert.Contains("Make room", full.Advice, StringComparison.Ordinal);
        Assert.NotEmpty(kept);
        var missing = OrderId.From(kept.Count + 1);
        Assert.Empty(ledger.EntriesOf(missing));
        Assert.Equal(1 + 5 * kept.Count, Assert.IsType<Verification.Sound>(LedgerCheck.Verify(_folder.File)).Count);

        ledger.LimitSize(0);
        Assert.IsType<Recorded>(await ledger.RecordAsync(Appends.Next(missing, count: 5), Ct));
        Assert.Equal(6 + 5 * kept.Count, Assert.IsType<Verification.Sound>(LedgerCheck.Verify(_folder.File)).Count);
    }

    [Fact]
    [Requirement("A11-03")]
    public async Task A_backup_taken_during_work_is_a_ledger_of_its_own()
    {
        using var ledger = Ledger.Open(_folder.File);
        await ledger.RecordAsync(Appends.Next(SealedRecords.Order, count: 20), Ct);
        var work = Enumerable.Range(1, 100).Select(i => ledger.RecordAsync(Appends.Next(OrderId.From(i)), Ct)).ToList();
        ledger.BackUp(_folder.Another("copy.db"));
        await Task.WhenAll(work);
        Assert.Throws<IOException>(() => ledger.BackUp(_folder.Another("copy.db")));

        Assert.IsType<Verification.Sound>(LedgerCheck.Verify(_folder.Another("copy.db")));
        using var copy = Ledger.Open(_folder.Another("copy.db"));
        Assert.Equal(20, copy.EntriesOf(SealedRecords.Order).Count);
        Assert.IsType<Recorded>(await copy.RecordAsync(Appends.Next(OrderId.From(5000)), Ct));
    }

    private async Task<byte[]> FilledAsync()
    {
        using (var ledger = Ledger.Open(_folder.File))
            for (var i = 1; i <= 40; i++) await ledger.RecordAsync(Appends.Next(OrderId.From(i), count: 10), Ct);
        SqliteConnection.ClearAllPools();
        Assert.False(File.Exists(_folder.File + "-wal"));
        return File.ReadAllBytes(_folder.File);
    }
}
