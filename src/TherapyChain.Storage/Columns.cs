using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage;

/// <summary>How values stand in columns, and how columns are called, in every file of ours.</summary>
internal static class Columns
{
    public static void Convert(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<OrderId>().HaveConversion<OrderIdToLong>();
        conventions.Properties<Hash>().HaveConversion<HashToBytes>();
        conventions.Properties<Instant>().HaveConversion<InstantToTicks>();
        conventions.Properties<LocalDate>().HaveConversion<LocalDateToText>();
    }

    /// <summary>snake_case, after every table is declared.</summary>
    public static void Name(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLower(c, CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    private sealed class OrderIdToLong() : ValueConverter<OrderId, long>(id => id.Value, value => new OrderId(value));

    private sealed class HashToBytes() : ValueConverter<Hash, byte[]>(hash => hash.ToArray(), bytes => Hash.From(bytes));

    // Ticks sort and compare in SQL as instants do.
    private sealed class InstantToTicks() : ValueConverter<Instant, long>(instant => instant.ToUnixTimeTicks(), ticks => Instant.FromUnixTimeTicks(ticks));

    private sealed class LocalDateToText() : ValueConverter<LocalDate, string>(
        date => LocalDatePattern.Iso.Format(date), text => LocalDatePattern.Iso.Parse(text).Value);
}
