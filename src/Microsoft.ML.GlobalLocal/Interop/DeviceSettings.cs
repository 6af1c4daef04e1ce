using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// What <see cref="MLContext.GpuDeviceId"/> and <see cref="MLContext.FallbackToCpu"/> say, read from any environment of the context: the
/// interface that has them is internal to ML.NET.
/// </summary>
/// <param name="GpuDeviceId">The GPU asked for; <see langword="null"/> for none.</param>
/// <param name="FallbackToCpu">Whether the CPU will do where that GPU is not there.</param>
internal readonly record struct DeviceSettings(int? GpuDeviceId, bool FallbackToCpu)
{
    /// <summary>The settings of an environment.</summary>
    public static DeviceSettings Of(IHostEnvironment environment)
    {
        var settings = (IHostEnvironmentInternal)environment;
        return new DeviceSettings(settings.GpuDeviceId, settings.FallbackToCpu);
    }
}
