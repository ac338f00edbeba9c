namespace Meetings.Server.Documents.Rendering;

/// <summary>
/// The settings LibreOffice starts with on a stranger's file: no macro runs whatever its signature, no link is followed or updated.
/// The sandbox is the wall; this keeps the file from even trying.
/// </summary>
internal static class OfficeProfile
{
    private const string Settings =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
        <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
        <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
        <item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
        <item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
        </oor:items>
        """;

    public static void Write(string profile)
    {
        var user = Path.Combine(profile, "user");
        Directory.CreateDirectory(user);
        File.WriteAllText(Path.Combine(user, "registrymodifications.xcu"), Settings);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var folder in (string[])[profile, user])
            {
                File.SetUnixFileMode(folder, DocumentStore.Anybody);
            }

            File.SetUnixFileMode(Path.Combine(user, "registrymodifications.xcu"), DocumentStore.Anybody);
        }
    }
}
