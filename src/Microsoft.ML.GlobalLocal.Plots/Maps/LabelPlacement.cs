using ScottPlot;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Places labels so that none covers another, each as near to its place as it can be.</summary>
/// <param name="area">Where labels may be, in pixels.</param>
internal sealed class LabelPlacement(PixelRect area)
{
    private const int Directions = 16;
    private const float Step = 7;
    private const float FarthestSteps = 9;
    private const float Gap = 2;

    private readonly List<PixelRect> _taken = [];

    /// <summary>Places a label.</summary>
    /// <param name="anchor">What it belongs to, in pixels.</param>
    /// <param name="size">Its size.</param>
    /// <returns>Where its centre is; nothing where there is no room near its place.</returns>
    public Pixel? Place(Pixel anchor, PixelSize size)
    {
        for (float distance = 0; distance <= FarthestSteps * Step; distance += Step)
        {
            for (int n = 0; n < (distance == 0 ? 1 : Directions); n++)
            {
                double angle = 2 * Math.PI * n / Directions;
                var center = new Pixel(anchor.X + distance * (float)Math.Cos(angle), anchor.Y + distance * (float)Math.Sin(angle));
                var rectangle = new PixelRect(
                    center.X - size.Width / 2 - Gap, center.X + size.Width / 2 + Gap, center.Y + size.Height / 2 + Gap, center.Y - size.Height / 2 - Gap);
                if (IsWithin(rectangle) && !_taken.Any(other => Overlap(rectangle, other)))
                {
                    _taken.Add(rectangle);
                    return center;
                }
            }
        }

        return null;
    }

    private bool IsWithin(PixelRect rectangle) =>
        rectangle.Left >= area.Left && rectangle.Right <= area.Right && rectangle.Top >= area.Top && rectangle.Bottom <= area.Bottom;

    private static bool Overlap(PixelRect one, PixelRect other) =>
        one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom;
}
