using Meetings.Server.Documents;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Demo;

/// <summary>The papers of the demonstration's meetings; their pages are made after the start like those of any upload.</summary>
internal sealed class DemoMeetingPapers(MeetingsDbContext db, DocumentStore store, TimeProvider time) : IDemoSeed
{
    private const int PagesEach = 2;

    public int Order => 300;

    public async Task SeedAsync(bool isFirst, CancellationToken cancellationToken)
    {
        foreach (var row in DemoMeetingRow.Read().Where(r => r.Agenda.Any(i => i.Paper is not null)))
        {
            var meetings = await db.Set<Meeting>().AsNoTracking().Include(m => m.Agenda).Where(m => m.Title == row.Title).ToListAsync(cancellationToken);
            foreach (var meeting in meetings)
            {
                if (await db.Set<Document>().AnyAsync(d => d.MeetingId == meeting.Id, cancellationToken))
                {
                    continue;
                }

                foreach (var (item, planned) in row.Agenda.Zip(meeting.Agenda.OrderBy(i => i.Number)).Where(pair => pair.First.Paper is not null))
                {
                    await AddAsync(meeting.Id, planned.Id, item, cancellationToken);
                }
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task AddAsync(MeetingId meeting, AgendaItemId item, DemoItemRow row, CancellationToken cancellationToken)
    {
        await using var paper = DemoData.Open("papers." + row.Paper);
        var incoming = store.Incoming(Guid.NewGuid());
        await using (var file = File.Create(incoming))
        {
            await paper.CopyToAsync(file, cancellationToken);
        }

        var document = new Document
        {
            Id = TypedId.New<DocumentId>(time),
            MeetingId = meeting,
            AgendaItemId = item,
            Name = row.PaperName ?? row.Paper!,
            StorageId = Guid.NewGuid(),
            UploadedAt = time.GetUtcNow(),
            UploadedById = OrganisationSeed.AccountOf("huyen.thuky"),
        };
        var version = new DocumentVersion
        {
            DocumentId = document.Id,
            Number = 1,
            Size = new FileInfo(incoming).Length,
            Pages = PagesEach,
            Status = DocumentStatus.Processing,
            UploadedAt = document.UploadedAt,
            UploadedBy = "Trần Thị Bích Vân",
        };
        document.Versions.Add(version);
        store.TakeIn(incoming, document, version);
        db.Add(document);
    }
}
