using Microsoft.Data.Sqlite;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Storage.Tests;

/// <summary>A folder of its own for a test's ledger, gone afterwards.</summary>
public sealed class LedgerFolder : IDisposable
{
    private readonly DirectoryInfo _folder = TempFolder.New();

    public string File => Path.Combine(_folder.FullName, "ledger.db");

    public string Another(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs a statement past the program, as someone with a database tool would.</summary>
    public void Raw(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>Appends for tests, always chained rightly to what they follow.</summary>
public static class Appends
{
    public static readonly Instant Created = SealedRecords.Start;

    public static Append Next(OrderId order, SealedEntry? last = null, int count = 1)
    {
        var entries = new List<SealedEntry>();
        // Notes only: they name no workflow and no document that would have to be there, and nothing but the hour goes into the index.
        for (var i = 0; i < count; i++)
        {
            var seq = (last?.Envelope.Seq ?? 0) + 1;
            entries.Add(last = Seal.Close(SealedRecords.EntryOf(order, seq, new DeviationRecorded("delay", $"Note {seq} of the night shift.")), last?.Hash));
        }
        var folded = new Order(order) { Updated = last!.Envelope.Recorded };
        return new Append(order, entries[0].Envelope.Seq - 1, entries, OrderIndexing.IndexOf(folded, isFinal: false));
    }

    public static OrderIndex Index(string reference, string state = "packed") => new(
        reference, "car-t-autologous-cryo", 3, state, Held: false, HoldCode: null, Final: false, Created, Created, $"{reference} S0000 26 000001 00");
}
