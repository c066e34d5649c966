using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TherapyChain.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SearchAndAdministration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "fin",
                table: "sites",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

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

            migrationBuilder.CreateTable(
                name: "accreditations",
                columns: table => new
                {
                    site_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    valid_until = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accreditations", x => new { x.site_id, x.name, x.number, x.valid_until });
                    table.ForeignKey(
                        name: "FK_accreditations_sites_site_id",
                        column: x => x.site_id,
                        principalTable: "sites",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "publications",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    person_id = table.Column<string>(type: "TEXT", nullable: false),
                    printed_name = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_publications", x => new { x.id, x.version });
                    table.ForeignKey(
                        name: "FK_publications_workflows_id_version",
                        columns: x => new { x.id, x.version },
                        principalTable: "workflows",
                        principalColumns: new[] { "id", "version" },
                        onDelete: ReferentialAction.Cascade);
                });

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
            migrationBuilder.DropTable(
                name: "accreditations");

            migrationBuilder.DropTable(
                name: "publications");

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

            migrationBuilder.DropColumn(
                name: "fin",
                table: "sites");
        }
    }
}
