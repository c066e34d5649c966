using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TherapyChain.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Lists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameIndex(
                name: "IX_running_clocks_limit_at",
                table: "running_clocks",
                newName: "ix_running_clocks_limit");

            migrationBuilder.AddColumn<long>(
                name: "created",
                table: "order_parties",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "ix_running_clocks_clock",
                table: "running_clocks",
                columns: new[] { "clock", "order_id" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_hold",
                table: "orders",
                columns: new[] { "held", "created", "order_id" },
                filter: "held = 1");

            migrationBuilder.CreateIndex(
                name: "ix_orders_standing",
                table: "orders",
                columns: new[] { "workflow", "version", "state", "created", "order_id" });

            migrationBuilder.CreateIndex(
                name: "ix_order_parties_site_created",
                table: "order_parties",
                columns: new[] { "site_id", "created", "order_id", "party" });

            migrationBuilder.Sql(IdentifierBackfill.CreatedOfParties);
            migrationBuilder.Sql(OrderSearch.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(OrderSearch.Drop);

            migrationBuilder.DropIndex(
                name: "ix_running_clocks_clock",
                table: "running_clocks");

            migrationBuilder.DropIndex(
                name: "ix_orders_hold",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "ix_orders_standing",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "ix_order_parties_site_created",
                table: "order_parties");

            migrationBuilder.DropColumn(
                name: "created",
                table: "order_parties");

            migrationBuilder.RenameIndex(
                name: "ix_running_clocks_limit",
                table: "running_clocks",
                newName: "IX_running_clocks_limit_at");
        }
    }
}
