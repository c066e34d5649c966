using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TherapyChain.Storage.Accounts.Migrations
{
    /// <inheritdoc />
    public partial class Notices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_access_log_act",
                table: "access_log",
                column: "act",
                filter: "act = 'notice'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_access_log_act",
                table: "access_log");
        }
    }
}
