using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TherapyChain.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SitePlaces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "latitude",
                table: "sites",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "longitude",
                table: "sites",
                type: "REAL",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "latitude",
                table: "sites");

            migrationBuilder.DropColumn(
                name: "longitude",
                table: "sites");
        }
    }
}
