using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meetings.Server.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class UnitHeirs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsHeir",
                table: "UnitSuccessions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // Where one unit took over alone, it is the heir.
            migrationBuilder.Sql("UPDATE UnitSuccessions SET IsHeir = 1 WHERE (SELECT COUNT(*) FROM UnitSuccessions other WHERE other.FromId = UnitSuccessions.FromId) = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "IsHeir",
                table: "UnitSuccessions");
        }
    }
}
