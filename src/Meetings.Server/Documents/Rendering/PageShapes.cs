using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics;
using UglyToad.PdfPig.Graphics.Colors;

namespace Meetings.Server.Documents.Rendering;

/// <summary>A straight rule or a filled box, in page points with the origin at the top left.</summary>
/// <param name="Stroke">Line width; 0 for a filled box.</param>
internal readonly record struct Shape(double X1, double Y1, double X2, double Y2, double Stroke, string? Colour);

/// <summary>Rules, table lines, filled boxes. Curves and drawings belong to the image of the page.</summary>
internal static class PageShapes
{
    /// <summary>More than a dense table has; beyond it the page is a drawing.</summary>
    private const int Most = 1500;

    /// <summary>The shapes and whether something was left out that only the image shows.</summary>
    public static (List<Shape> Shapes, bool HasDrawing) Of(Page page)
    {
        var shapes = new List<Shape>();
        var drawing = false;
        foreach (var path in page.Paths)
        {
            if (path.IsClipping || (!path.IsFilled && !path.IsStroked))
            {
                continue;
            }

            foreach (var subpath in path)
            {
                if (shapes.Count >= Most || !Add(shapes, path, subpath, page.Height))
                {
                    drawing = true;
                }
            }
        }

        return (shapes, drawing);
    }

    private static bool Add(List<Shape> shapes, PdfPath path, PdfSubpath subpath, double height)
    {
        if (path.IsFilled)
        {
            if (subpath.Commands.Any(c => c is PdfSubpath.BezierCurve) || !IsBox(subpath) || subpath.GetBoundingRectangle() is not { } box)
            {
                return false;
            }

            if (path.FillColor is PatternColor)
            {
                return false;
            }

            shapes.Add(new Shape(box.Left, height - box.Top, box.Right, height - box.Bottom, 0, Colours.Write(path.FillColor)));
        }

        if (path.IsStroked)
        {
            var colour = Colours.Write(path.StrokeColor);
            var width = Math.Clamp(path.LineWidth, 0.3, 20);
            PdfPoint? first = null, last = null;
            foreach (var command in subpath.Commands)
            {
                switch (command)
                {
                    case PdfSubpath.Move move:
                        first ??= move.Location;
                        last = move.Location;
                        break;
                    case PdfSubpath.Line line:
                        shapes.Add(new Shape(line.From.X, height - line.From.Y, line.To.X, height - line.To.Y, width, colour));
                        last = line.To;
                        break;
                    case PdfSubpath.Close when first is { } f && last is { } l && (f.X != l.X || f.Y != l.Y):
                        shapes.Add(new Shape(l.X, height - l.Y, f.X, height - f.Y, width, colour));
                        break;
                    case PdfSubpath.BezierCurve:
                        return false;
                }
            }
        }

        return true;
    }

    private static bool IsBox(PdfSubpath subpath) =>
        subpath.IsDrawnAsRectangle
        || subpath.Commands.OfType<PdfSubpath.Line>().All(l => Math.Abs(l.From.X - l.To.X) < 0.05 || Math.Abs(l.From.Y - l.To.Y) < 0.05);
}
