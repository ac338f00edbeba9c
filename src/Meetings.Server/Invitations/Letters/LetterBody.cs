namespace Meetings.Server.Invitations.Letters;

/// <summary>The text of a giấy mời in the fields of template 1.7 (decree 30/2020, annex III), ready to be set.</summary>
/// <param name="Parent">The body above, in capitals; null of a People's Committee.</param>
/// <param name="Authority">The issuing body in capitals, one or two lines.</param>
/// <param name="Issuer">The issuing body inside a sentence: "UBND huyện Tháp Mười".</param>
/// <param name="Symbol">Its letters in the number: "UBND".</param>
/// <param name="PlaceAndDate">"Tháp Mười, ngày     tháng     năm 2026": the day is set when the document system issues it.</param>
/// <param name="Subject">Trích yếu.</param>
/// <param name="Invited">One line each; a single one stands in the sentence.</param>
/// <param name="Attend">Name of the meeting inside a sentence.</param>
/// <param name="Fields">Chủ trì, Thời gian, Địa điểm, Nội dung, in order.</param>
/// <param name="Closing">The last paragraph, ending in "./.".</param>
/// <param name="Capacity">Lines over the signature in capitals: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH".</param>
/// <param name="Recipients">Lines of "Nơi nhận" with their ends: "Như trên;", "Lưu: VT.".</param>
internal sealed record LetterBody(
    string? Parent,
    string Authority,
    string Issuer,
    string Symbol,
    string PlaceAndDate,
    string Subject,
    IReadOnlyList<string> Invited,
    string Attend,
    IReadOnlyList<LetterField> Fields,
    string Closing,
    IReadOnlyList<string> Capacity,
    string Signer,
    IReadOnlyList<string> Recipients)
{
    public string Number => $"Số:        /GM-{Symbol}";
}

/// <param name="Lines">Further lines stand as paragraphs of their own.</param>
internal sealed record LetterField(string Label, string Text, IReadOnlyList<string> Lines);
