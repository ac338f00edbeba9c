using System.Globalization;
using System.Text;
using QRCoder;

namespace Meetings.Server.Invitations.Links;

/// <summary>A QR code (ISO/IEC 18004) as one SVG path over a grid, for a page to draw at any size.</summary>
internal static class QrCode
{
    /// <param name="side">Modules a side, quiet zone of four included.</param>
    /// <returns>Data of an SVG path in module units: dark runs, row by row.</returns>
    public static string Path(string text, out int side)
    {
        // Medium: a code on a notice board stays readable with a corner torn.
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        side = rows.Count;
        var path = new StringBuilder();
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var run = 0;
                while (x + run < side && rows[y][x + run])
                {
                    run++;
                }

                if (run > 0)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{run}v1h-{run}z");
                    x += run;
                }
            }
        }

        return path.ToString();
    }
}
