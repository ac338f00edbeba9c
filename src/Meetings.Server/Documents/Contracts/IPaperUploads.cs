using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;

namespace Meetings.Server.Documents.Contracts;

/// <summary>Takes papers in for a slice that keeps them for a purpose of its own, such as a commune's report.</summary>
public interface IPaperUploads
{
    /// <summary>
    /// Opens an upload; the caller's client sends the bytes to /api/uploads/ID as it does for papers of the agenda. Whether the caller
    /// may is for the asking slice to say. Refuses "documents_not_confirmed", "document_too_large", "too_many_uploads", "too_many_documents".
    /// </summary>
    /// <param name="owner">At most 80 characters; told back with <see cref="PaperReceived"/> and to <see cref="IPaperOwner"/>.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="confirmed">The caller has said that the file holds no state secret.</param>
    Task<Outcome<UploadStarted>> BeginAsync(
        Caller caller, MeetingId meeting, string owner, string? name, long length, bool confirmed, CancellationToken cancellationToken);
}

/// <param name="Id">Of the upload, 32 hexadecimal digits.</param>
/// <param name="Offset">Bytes that have come.</param>
[WireContract]
public sealed record UploadStarted(string Id, long Offset);

/// <summary>Says who may read the papers a slice keeps. Those who manage the meeting may always.</summary>
public interface IPaperOwner
{
    /// <summary>True for the keys this slice gave out.</summary>
    bool Owns(string owner);

    Task<bool> MayReadAsync(Caller caller, MeetingId meeting, string owner, CancellationToken cancellationToken);
}

/// <summary>A paper with an owner is in the store; its pages follow.</summary>
public sealed record PaperReceived(MeetingId MeetingId, DocumentId DocumentId, string Owner, string Name) : IDomainEvent;
