using System.Text;

namespace Meetings.Server.Tests.Documents;

/// <summary>Papers to upload: the demonstration's real ones, and small hand-made files.</summary>
internal static class Pdfs
{
    /// <summary>Two pages with Vietnamese text, a table, bold headings; made by a browser.</summary>
    public static byte[] Report { get; } = Embedded("bao-cao-thang-10.pdf");

    public static byte[] Plan { get; } = Embedded("phuong-an-duong-truyen.pdf");

    /// <summary>A page whose content stream is given, with Helvetica as /F1 and a cross-reference table that is right.</summary>
    public static byte[] Of(string content, string mediaBox = "0 0 595 842", string trailer = "")
    {
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            $"<< /Type /Page /Parent 2 0 R /MediaBox [{mediaBox}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            "<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + new string('0', 64) + "> /U <" + new string('1', 64) + "> >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (text, i) in objects.Select((text, i) => (text, i)))
        {
            offsets.Add(pdf.Length);
            pdf.Append($"{i + 1} 0 obj\n{text}\nendobj\n");
        }

        var xref = pdf.Length;
        pdf.Append($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(o => pdf.Append($"{o:0000000000} 00000 n \n"));
        pdf.Append($"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R {trailer} >>\nstartxref\n{xref}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }

    public static byte[] Encrypted { get; } = Of("BT /F1 20 Tf 50 700 Td (x) Tj ET", trailer: "/Encrypt 6 0 R /ID [<00><00>]");

    private static byte[] Embedded(string name)
    {
        using var stream = typeof(ServerMarker).Assembly.GetManifestResourceStream("Meetings.Server.Demo.Data.papers." + name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
