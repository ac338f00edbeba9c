using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meetings.Server.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class UrgentMeetings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "UrgentReason",
                table: "Meetings",
                type: "TEXT",
                maxLength: 500,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "UrgentReason",
                table: "Meetings");
        }
    }
}
