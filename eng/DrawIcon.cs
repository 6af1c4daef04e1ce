// Draws the icon of the packages: dotnet run eng/DrawIcon.cs -- eng/icon.png
// Three representation spaces that overlap; where they do, a user, and around it the items.
#:property SkiaSharpVersion=3.119.4
#:package SkiaSharp
#:package SkiaSharp.NativeAssets.Linux.NoDependencies
using SkiaSharp;

const int Size = 128;
const float Centre = Size / 2f;

using var surface = SKSurface.Create(new SKImageInfo(Size, Size));
var canvas = surface.Canvas;

using (var ground = new SKPaint { Color = SKColor.Parse("#141c33"), IsAntialias = true })
{
    canvas.DrawRoundRect(0, 0, Size, Size, 26, 26, ground);
}

SKColor[] spaces = [SKColor.Parse("#2fb6a8"), SKColor.Parse("#f2a541"), SKColor.Parse("#7a6cf0")];
for (int n = 0; n < spaces.Length; n++)
{
    using var paint = new SKPaint { Color = spaces[n].WithAlpha(200), IsAntialias = true, BlendMode = SKBlendMode.Screen };
    canvas.DrawCircle(At(n, distance: 21), 33, paint);
}

using var white = new SKPaint { Color = SKColors.White, IsAntialias = true };
using var line = new SKPaint { Color = SKColors.White.WithAlpha(190), IsAntialias = true, StrokeWidth = 2.5f };
for (int n = 0; n < spaces.Length; n++)
{
    var item = At(n, distance: 36);
    canvas.DrawLine(Centre, Centre, item.X, item.Y, line);
    canvas.DrawCircle(item, 5, white);
}

canvas.DrawCircle(Centre, Centre, 9, white);

using var file = File.Create(args[0]);
using var image = surface.Snapshot();
image.Encode(SKEncodedImageFormat.Png, quality: 100).SaveTo(file);

// The point at this distance from the centre in the direction of a space: up, and a third of the circle on each side.
SKPoint At(int space, float distance)
{
    double angle = (space / 3.0 - 0.25) * 2 * Math.PI;
    return new SKPoint(Centre + distance * (float)Math.Cos(angle), Centre + distance * (float)Math.Sin(angle));
}
