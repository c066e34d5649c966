using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TherapyChain.Storage.Migrations
{
    /// <inheritdoc />
    public partial class EntrySearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "actor",
                table: "entries",
                type: "TEXT",
                nullable: true,
                computedColumnSql: "CASE WHEN json_valid(CAST(body AS TEXT)) THEN json_extract(CAST(body AS TEXT), '$.actor') END",
                stored: false);

            migrationBuilder.AddColumn<string>(
                name: "recorded",
                table: "entries",
                type: "TEXT",
                nullable: true,
                computedColumnSql: "CASE WHEN json_valid(CAST(body AS TEXT)) THEN json_extract(CAST(body AS TEXT), '$.recorded') END",
                stored: false);

            migrationBuilder.AddColumn<string>(
                name: "site",
                table: "entries",
                type: "TEXT",
                nullable: true,
                computedColumnSql: "CASE WHEN json_valid(CAST(body AS TEXT)) THEN json_extract(CAST(body AS TEXT), '$.site') END",
                stored: false);

            migrationBuilder.AddColumn<string>(
                name: "type",
                table: "entries",
                type: "TEXT",
                nullable: true,
                computedColumnSql: "CASE WHEN json_valid(CAST(body AS TEXT)) THEN json_extract(CAST(body AS TEXT), '$.type') END",
                stored: false);

            migrationBuilder.CreateIndex(
                name: "IX_orders_held",
                table: "orders",
                column: "held",
                filter: "held = 1");

            migrationBuilder.CreateIndex(
                name: "IX_entries_actor",
                table: "entries",
                column: "actor");

            migrationBuilder.CreateIndex(
                name: "IX_entries_recorded",
                table: "entries",
                column: "recorded");

            migrationBuilder.CreateIndex(
                name: "IX_entries_site",
                table: "entries",
                column: "site");

            migrationBuilder.CreateIndex(
                name: "IX_entries_type",
                table: "entries",
                column: "type");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_orders_held",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "IX_entries_actor",
                table: "entries");

            migrationBuilder.DropIndex(
                name: "IX_entries_recorded",
                table: "entries");

            migrationBuilder.DropIndex(
                name: "IX_entries_site",
                table: "entries");

            migrationBuilder.DropIndex(
                name: "IX_entries_type",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "actor",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "recorded",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "site",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "type",
                table: "entries");
        }
    }
}
