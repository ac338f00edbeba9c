using Meetings.Server.Accounts;
using Meetings.Server.Audit;
using Meetings.Server.Demo;
using Meetings.Server.Documents;
using Meetings.Server.Documents.Rendering;
using Meetings.Server.Hosting;
using Meetings.Server.Invitations;
using Meetings.Server.Jobs;
using Meetings.Server.Minutes;
using Meetings.Server.Notifications;
using Meetings.Server.Organisation;
using Meetings.Server.Organisation.Import;
using Meetings.Server.Persistence;
using Meetings.Server.Preparation;
using Meetings.Server.Rehearsals;
using Meetings.Server.Rooms;
using Meetings.Server.Scheduling;

// A stranger's PDF is opened only in a child process, which is this program under another verb.
if (RenderPages.IsVerb(args))
{
    return RenderPages.Run(args);
}

if (WireTypeScript.IsVerb(args))
{
    return WireTypeScript.Print();
}

var preset = PresetCommand.IsVerb(args) ? args[1] : null;

// Settings lie beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = preset is null ? args : PresetCommand.Rest(args), ContentRootPath = AppContext.BaseDirectory });

builder.AddHosting();
builder.AddPersistence();
builder.AddAccounts();
builder.AddAudit();
builder.AddNotifications();
builder.AddOrganisation();
builder.AddScheduling();
builder.AddInvitations();
builder.AddJobs();
builder.AddDocuments();
builder.AddPreparation();
builder.AddRehearsals();
builder.AddRooms();
builder.AddMinutes();
builder.AddDemo();

var app = builder.Build();
if (preset is not null)
{
    return await PresetCommand.RunAsync(app, preset);
}

app.UseHosting();
app.MapAccounts();
app.MapAudit();
app.MapNotifications();
app.MapOrganisation();
app.MapScheduling();
app.MapInvitations();
app.MapDocuments();
app.MapPreparation();
app.MapRehearsals();
app.MapRooms();
app.MapMinutes();
app.MapDemo();

return await app.ServeAsync();
