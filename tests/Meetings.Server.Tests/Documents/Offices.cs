using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace Meetings.Server.Tests.Documents;

/// <summary>Office files for tests: small, but real, as their programs write them.</summary>
internal static class Offices
{
    private const string WordSpace = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    private const string OfficeSpaces =
        "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
        + "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        + "xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" xmlns:script=\"urn:oasis:names:tc:opendocument:xmlns:script:1.0\"";

    /// <param name="template">An attached template's address, which Word and LibreOffice would fetch.</param>
    public static byte[] Docx(string text, string? template = null)
    {
        using var bytes = new MemoryStream();
        using (var docx = WordprocessingDocument.Create(bytes, WordprocessingDocumentType.Document))
        {
            var main = docx.AddMainDocumentPart();
            Feed(main, $"<w:document {WordSpace}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>");
            if (template is not null)
            {
                var settings = main.AddNewPart<DocumentSettingsPart>();
                settings.AddExternalRelationship("http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate", new Uri(template), "rId1");
                Feed(settings, $"<w:settings {WordSpace} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:attachedTemplate r:id=\"rId1\"/></w:settings>");
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Xlsx(string text)
    {
        using var bytes = new MemoryStream();
        using (var xlsx = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var book = xlsx.AddWorkbookPart();
            var sheet = book.AddNewPart<WorksheetPart>("rId1");
            const string space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
            Feed(sheet, $"<worksheet {space}><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row><row r=\"2\"><c r=\"A2\"><v>103450</v></c></row></sheetData></worksheet>");
            Feed(book, $"<workbook {space} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Bảng 1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        }

        return bytes.ToArray();
    }

    public static byte[] Pptx(string text)
    {
        const string spaces = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" "
            + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
        const string group = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>";
        using var bytes = new MemoryStream();
        using (var pptx = PresentationDocument.Create(bytes, PresentationDocumentType.Presentation))
        {
            var show = pptx.AddPresentationPart();
            var slide = show.AddNewPart<SlidePart>("rId2");
            var layout = slide.AddNewPart<SlideLayoutPart>("rId1");
            var master = layout.AddNewPart<SlideMasterPart>("rId1");
            master.AddPart(layout, "rId1");
            show.AddPart(master, "rId1");
            Feed(slide, $"<p:sld {spaces}><p:cSld><p:spTree>{group}<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"t\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr>"
                + "<p:spPr><a:xfrm><a:off x=\"500000\" y=\"500000\"/><a:ext cx=\"6000000\" cy=\"900000\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr>"
                + $"<p:txBody><a:bodyPr/><a:p><a:r><a:rPr lang=\"vi-VN\" sz=\"3200\"/><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>");
            Feed(layout, $"<p:sldLayout {spaces}><p:cSld><p:spTree>{group}</p:spTree></p:cSld></p:sldLayout>");
            Feed(master, $"<p:sldMaster {spaces}><p:cSld><p:spTree>{group}</p:spTree></p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" "
                + "accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>"
                + "<p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst></p:sldMaster>");
            Feed(show, $"<p:presentation {spaces}><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst>"
                + "<p:sldIdLst><p:sldId id=\"256\" r:id=\"rId2\"/></p:sldIdLst><p:sldSz cx=\"9144000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>");
        }

        return bytes.ToArray();
    }

    /// <summary>A text that wants a picture from the network, a section of a local file and a macro at its opening (trust.md D01).</summary>
    public static byte[] HostileOdt(string address, string file, string proof)
    {
        var content = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <office:document-content {OfficeSpaces} office:version="1.2"><office:scripts><office:event-listeners>
            <script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document" xlink:type="simple"/>
            </office:event-listeners></office:scripts><office:body><office:text>
            <text:p>Văn bản còn lại</text:p>
            <text:p><draw:frame svg:width="4cm" svg:height="4cm"><draw:image xlink:href="{address}/picture.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>
            <text:section text:name="S1"><text:section-source xlink:href="{file}" text:filter-name="Text"/><text:p>trước</text:p></text:section>
            <text:section text:name="S2"><text:section-source xlink:href="{address}/section.txt" text:filter-name="Text"/><text:p>trước</text:p></text:section>
            </office:text></office:body></office:document-content>
            """;
        var module = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
            <script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">Sub Main
            Open "{proof}" For Output As #1
            Print #1, "ran"
            Close #1
            End Sub</script:module>
            """;
        const string library = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE library:library PUBLIC \"-//OpenOffice.org//DTD OfficeDocument 1.0//EN\" \"library.dtd\">"
            + "<library:library xmlns:library=\"http://openoffice.org/2000/library\" library:name=\"Standard\" library:readonly=\"false\" library:passwordprotected=\"false\"><library:element library:name=\"Module1\"/></library:library>";
        const string libraries = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE library:libraries PUBLIC \"-//OpenOffice.org//DTD OfficeDocument 1.0//EN\" \"libraries.dtd\">"
            + "<library:libraries xmlns:library=\"http://openoffice.org/2000/library\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"><library:library library:name=\"Standard\" library:link=\"false\"/></library:libraries>";
        const string type = "application/vnd.oasis.opendocument.text";
        return Zip(
            ("mimetype", type),
            ("META-INF/manifest.xml", "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">"
                + $"<manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{type}\"/><manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
                + "<manifest:file-entry manifest:full-path=\"Basic/Standard/Module1.xml\" manifest:media-type=\"text/xml\"/><manifest:file-entry manifest:full-path=\"Basic/Standard/script-lb.xml\" manifest:media-type=\"text/xml\"/>"
                + "<manifest:file-entry manifest:full-path=\"Basic/script-lc.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"),
            ("content.xml", content.Trim()),
            ("Basic/Standard/Module1.xml", module.Trim()),
            ("Basic/Standard/script-lb.xml", library),
            ("Basic/script-lc.xml", libraries));
    }

    /// <summary>The first entry is stored, as OpenDocument wants its "mimetype".</summary>
    public static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = zip.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private static void Feed(OpenXmlPart part, string xml)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml));
        part.FeedData(stream);
    }
}
