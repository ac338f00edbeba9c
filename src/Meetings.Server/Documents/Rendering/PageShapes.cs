using System.Globalization;
using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics;
using UglyToad.PdfPig.Graphics.Colors;

namespace Meetings.Server.Documents.Rendering;

/// <summary>A rule, a box or a small drawing, in page points with the origin at the top left.</summary>
/// <param name="Path">SVG path data, SVG 1.1 section 8.3.</param>
/// <param name="Stroke">Line width; 0 for a filled shape.</param>
internal readonly record struct Shape(string Path, double Stroke, string? Colour)
{
    public static Shape Box(double left, double top, double right, double bottom, string? colour) =>
        new($"M{N(left)} {N(top)}H{N(right)}V{N(bottom)}H{N(left)}z", 0, colour);

    /// <summary>A number as short as a tenth of a point allows; the values of a hostile file stay in bounds.</summary>
    public static string N(double value) =>
        Math.Round(double.IsFinite(value) ? Math.Clamp(value, -20000, 20000) : 0, 1).ToString("0.#", CultureInfo.InvariantCulture);
}

/// <summary>Rules, table lines, boxes, bullets. A page of maps and plans is better served by its image.</summary>
internal static class PageShapes
{
    /// <summary>Path commands; a dense table has about a thousand.</summary>
    private const int Most = 3000;

    /// <summary>The shapes and whether something was left out that only the image shows.</summary>
    public static (List<Shape> Shapes, bool HasDrawing) Of(Page page)
    {
        var shapes = new List<Shape>();
        var commands = 0;
        foreach (var path in page.Paths)
        {
            if (path.IsClipping || (!path.IsFilled && !path.IsStroked))
            {
                continue;
            }

            commands += path.Sum(subpath => subpath.Commands.Count);
            if (commands > Most || path.FillColor is PatternColor)
            {
                return (shapes, true);
            }

            var data = string.Concat(path.Select(subpath => PathData(subpath, page.Height)));
            if (path.IsFilled)
            {
                shapes.Add(new Shape(data, 0, Colours.Write(path.FillColor)));
            }

            if (path.IsStroked)
            {
                shapes.Add(new Shape(data, Math.Round(Math.Clamp(path.LineWidth, 0.3, 20), 1), Colours.Write(path.StrokeColor)));
            }
        }

        return (shapes, false);
    }

    private static string PathData(PdfSubpath subpath, double height)
    {
        var data = new StringBuilder();
        foreach (var command in subpath.Commands)
        {
            switch (command)
            {
                case PdfSubpath.Move move:
                    data.Append('M').Append(P(move.Location, height));
                    break;
                case PdfSubpath.Line line when Math.Abs(line.From.Y - line.To.Y) < 0.01:
                    data.Append('H').Append(Shape.N(line.To.X));
                    break;
                case PdfSubpath.Line line when Math.Abs(line.From.X - line.To.X) < 0.01:
                    data.Append('V').Append(Shape.N(height - line.To.Y));
                    break;
                case PdfSubpath.Line line:
                    data.Append('L').Append(P(line.To, height));
                    break;
                case PdfSubpath.CubicBezierCurve curve:
                    data.Append('C').Append(P(curve.FirstControlPoint, height)).Append(' ').Append(P(curve.SecondControlPoint, height))
                        .Append(' ').Append(P(curve.EndPoint, height));
                    break;
                case PdfSubpath.QuadraticBezierCurve curve:
                    data.Append('Q').Append(P(curve.ControlPoint, height)).Append(' ').Append(P(curve.EndPoint, height));
                    break;
                case PdfSubpath.Close:
                    data.Append('z');
                    break;
            }
        }

        // Path data must begin with a move; a file may draw on from nowhere.
        return data.Length > 0 && data[0] == 'M' ? data.ToString() : "";
    }

    private static string P(PdfPoint point, double height) => Shape.N(point.X) + " " + Shape.N(height - point.Y);
}
