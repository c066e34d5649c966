using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TherapyChain.Storage.Migrations
{
    /// <inheritdoc />
    public partial class MarksFollow : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_entries_actor",
                table: "entries");

            migrationBuilder.DropIndex(
                name: "IX_entries_recorded",
                table: "entries");

            migrationBuilder.DropIndex(
                name: "IX_entries_second",
                table: "entries");

            migrationBuilder.DropIndex(
                name: "IX_entries_site",
                table: "entries");

            migrationBuilder.DropIndex(
                name: "IX_entries_type",
                table: "entries");

            // Not by DropColumn: it would write the table anew, and without its triggers. These columns were stored nowhere; the engine only forgets their names.
            foreach (var column in new[] { "actor", "recorded", "second", "site", "type" })
                migrationBuilder.Sql($"ALTER TABLE entries DROP COLUMN {column}");

            migrationBuilder.CreateTable(
                name: "entry_marks",
                columns: table => new
                {
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    order_id = table.Column<long>(type: "INTEGER", nullable: false),
                    seq = table.Column<int>(type: "INTEGER", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: true),
                    site = table.Column<string>(type: "TEXT", nullable: true),
                    actor = table.Column<string>(type: "TEXT", nullable: true),
                    second = table.Column<string>(type: "TEXT", nullable: true),
                    recorded = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_entry_marks", x => x.position);
                });

            migrationBuilder.CreateIndex(
                name: "IX_entry_marks_actor",
                table: "entry_marks",
                column: "actor");

            migrationBuilder.CreateIndex(
                name: "IX_entry_marks_recorded",
                table: "entry_marks",
                column: "recorded");

            migrationBuilder.CreateIndex(
                name: "IX_entry_marks_second",
                table: "entry_marks",
                column: "second",
                filter: "second IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_entry_marks_site",
                table: "entry_marks",
                column: "site");

            migrationBuilder.CreateIndex(
                name: "IX_entry_marks_type",
                table: "entry_marks",
                column: "type");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "entry_marks");

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
                name: "second",
                table: "entries",
                type: "TEXT",
                nullable: true,
                computedColumnSql: "CASE WHEN json_valid(CAST(body AS TEXT)) THEN json_extract(CAST(body AS TEXT), '$.data.second.actor') END",
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
                name: "IX_entries_actor",
                table: "entries",
                column: "actor");

            migrationBuilder.CreateIndex(
                name: "IX_entries_recorded",
                table: "entries",
                column: "recorded");

            migrationBuilder.CreateIndex(
                name: "IX_entries_second",
                table: "entries",
                column: "second");

            migrationBuilder.CreateIndex(
                name: "IX_entries_site",
                table: "entries",
                column: "site");

            migrationBuilder.CreateIndex(
                name: "IX_entries_type",
                table: "entries",
                column: "type");
        }
    }
}
