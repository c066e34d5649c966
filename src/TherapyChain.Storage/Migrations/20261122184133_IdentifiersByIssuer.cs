using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TherapyChain.Storage.Migrations
{
    /// <inheritdoc />
    public partial class IdentifiersByIssuer : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_identifiers",
                table: "identifiers");

            migrationBuilder.DropIndex(
                name: "IX_identifiers_order_id",
                table: "identifiers");

            migrationBuilder.AddColumn<string>(
                name: "issuer",
                table: "identifiers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "shared",
                table: "identifiers",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddPrimaryKey(
                name: "PK_identifiers",
                table: "identifiers",
                columns: new[] { "order_id", "kind", "value" });

            migrationBuilder.CreateIndex(
                name: "IX_identifiers_value_issuer",
                table: "identifiers",
                columns: new[] { "value", "issuer" },
                unique: true,
                filter: "shared = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_identifiers",
                table: "identifiers");

            migrationBuilder.DropIndex(
                name: "IX_identifiers_value_issuer",
                table: "identifiers");

            migrationBuilder.DropColumn(
                name: "issuer",
                table: "identifiers");

            migrationBuilder.DropColumn(
                name: "shared",
                table: "identifiers");

            migrationBuilder.AddPrimaryKey(
                name: "PK_identifiers",
                table: "identifiers",
                columns: new[] { "kind", "value" });

            migrationBuilder.CreateIndex(
                name: "IX_identifiers_order_id",
                table: "identifiers",
                column: "order_id");
        }
    }
}
