using System.Globalization;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Invitations;

/// <summary>
/// The giấy mời as the office issued it: number and date come from its document system, the signed file is kept as it is and goes
/// out with the invitations. No number is given here, so there is no second register.
/// </summary>
internal sealed class SignedLetter
{
    public MeetingId MeetingId { get; init; }

    /// <summary>"15/GM-UBND".</summary>
    public required string Number { get; set; }

    public DateOnly Date { get; set; }

    /// <summary>Random name inside the folder.</summary>
    public Guid File { get; set; }

    public long Size { get; set; }

    public DateTimeOffset AttachedAt { get; set; }

    public string Words => string.Create(CultureInfo.InvariantCulture, $"số {Number} ngày {Date:dd/MM/yyyy}");

    public string FileName => $"Giấy mời {Number.Replace('/', '-')}.pdf";

    public MailAttachment Attachment => new(FileName, "application/pdf", Path.Combine(SignedLetters.Folder, File.ToString("N") + ".pdf"));
}

internal sealed class SignedLetterTable : IEntityTypeConfiguration<SignedLetter>
{
    public void Configure(EntityTypeBuilder<SignedLetter> builder)
    {
        builder.ToTable("SignedLetters");
        builder.HasKey(l => l.MeetingId);
        builder.Property(l => l.MeetingId).ValueGeneratedNever();
        builder.Property(l => l.Number).HasMaxLength(SignedLetters.NumberLength);
    }
}

/// <param name="Number">As in the document system, e.g. "15/GM-UBND".</param>
[WireContract]
internal sealed record SignedLetterView(string Number, DateOnly Date, long Size, DateTimeOffset AttachedAt);

/// <summary>Takes the signed file in and gives it out; it is never opened here.</summary>
internal sealed class SignedLetters(MeetingsDbContext db, IMeetings meetings, DataFolder data, IAudit audit, TimeProvider time)
{
    public const string Folder = "invitations";

    public const int NumberLength = 50;

    /// <summary>Bytes; it travels to every invitee.</summary>
    public const int MaxSize = 5 * 1024 * 1024;

    public Task<SignedLetter?> FindAsync(MeetingId meeting, CancellationToken cancellationToken) =>
        db.Set<SignedLetter>().AsNoTracking().FirstOrDefaultAsync(l => l.MeetingId == meeting, cancellationToken);

    public async Task<Outcome<SignedLetterView>> AttachAsync(
        Caller caller, MeetingId id, string? number, DateOnly? date, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await Managing.RefuseAsync(meetings, caller, id, cancellationToken) is { } refused)
        {
            return refused;
        }

        var clean = VietnameseText.Clean((number ?? "").Replace('\n', ' '));
        if (clean.Length is 0 or > NumberLength || date is null)
        {
            return Refusal.Invalid("letter_number_missing");
        }

        if (await ReadAsync(request, cancellationToken) is not { } bytes)
        {
            return new Refusal("document_too_large", RefusalKind.TooLarge, new Dictionary<string, string> { ["maxMb"] = $"{MaxSize / 1024 / 1024}" });
        }

        if (!bytes.AsSpan().StartsWith("%PDF-"u8))
        {
            return Refusal.Invalid("letter_not_pdf");
        }

        var file = Guid.NewGuid();
        await File.WriteAllBytesAsync(PathOf(file), bytes, cancellationToken);
        var letter = await db.Set<SignedLetter>().FirstOrDefaultAsync(l => l.MeetingId == id, cancellationToken);
        if (letter is null)
        {
            letter = new SignedLetter { MeetingId = id, Number = clean };
            db.Add(letter);
        }

        // An earlier file stays: mails that wait may still carry it.
        (letter.Number, letter.Date, letter.File, letter.Size, letter.AttachedAt) = (clean, date.Value, file, bytes.Length, time.GetUtcNow());
        audit.Note(caller, "invitation.letter_attached", id.ToString(), new { clean, date });
        await db.SaveChangesAsync(cancellationToken);
        return View(letter);
    }

    /// <summary>For everybody who may see the meeting.</summary>
    public async Task<Outcome<(byte[] Bytes, string Name)>> ReadAsync(Caller caller, MeetingId id, CancellationToken cancellationToken) =>
        await meetings.StandingAsync(caller, id, cancellationToken) is not { IsWaiting: false } || await FindAsync(id, cancellationToken) is not { } letter
            ? Refusal.NotFound()
            : (await File.ReadAllBytesAsync(PathOf(letter.File), cancellationToken), letter.FileName);

    public static SignedLetterView View(SignedLetter letter) => new(letter.Number, letter.Date, letter.Size, letter.AttachedAt);

    private string PathOf(Guid file) => Path.Combine(data.Folder(Folder), file.ToString("N") + ".pdf");

    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxSize)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (bytes.Length + read > MaxSize)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}

/// <summary>Who may prepare the invitations of a meeting.</summary>
internal static class Managing
{
    /// <summary>Null when the caller may; hidden meetings are not found.</summary>
    public static async Task<Refusal?> RefuseAsync(IMeetings meetings, Caller caller, MeetingId id, CancellationToken cancellationToken) =>
        await meetings.StandingAsync(caller, id, cancellationToken) is not { } standing ? Refusal.NotFound()
        : standing.MayManage ? null
        : Refusal.Forbidden();
}
