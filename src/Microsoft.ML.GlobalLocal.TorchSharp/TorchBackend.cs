using System.Runtime.InteropServices;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The native libtorch under this library: whether it is there, and the device to compute on.</summary>
public static class TorchBackend
{
    // In this order: the second needs the first.
    private static readonly string[] Libraries = ["torch_cpu", "LibTorchSharp"];

    private static readonly Lazy<TorchBackendException?> Obstacle = new(FindObstacle);

    /// <summary>Whether libtorch is there and loads.</summary>
    public static bool IsAvailable => Obstacle.Value is null;

    /// <summary>Starts libtorch; nothing happens where it runs already.</summary>
    /// <exception cref="TorchBackendException">Libtorch is missing or does not load.</exception>
    public static void Start()
    {
        if (Obstacle.Value is { } obstacle)
        {
            throw new TorchBackendException(obstacle.Message, obstacle.InnerException);
        }
    }

    /// <summary>
    /// Starts libtorch and chooses the device: the GPU of <see cref="MLContext.GpuDeviceId"/> where one is asked for, else the CPU. Where that
    /// GPU is not there, the CPU is taken if <see cref="MLContext.FallbackToCpu"/> allows it.
    /// </summary>
    /// <param name="environment">The context, or an environment of it.</param>
    /// <exception cref="TorchBackendException">Libtorch can't be used, or the GPU is not there and the CPU is not allowed.</exception>
    public static torch.Device GetDevice(IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        Start();
        var settings = DeviceSettings.Of(environment);
        if (settings.GpuDeviceId is not { } gpu)
        {
            return torch.CPU;
        }

        int gpus = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (gpu >= 0 && gpu < gpus)
        {
            return new torch.Device(DeviceType.CUDA, gpu);
        }

        if (!settings.FallbackToCpu)
        {
            throw new TorchBackendException(
                $"MLContext.GpuDeviceId is {gpu}, but libtorch sees {gpus} GPUs, and MLContext.FallbackToCpu is false. " +
                "Reference TorchSharp-cuda-linux or TorchSharp-cuda-windows in place of TorchSharp-cpu, choose another GPU, or allow the CPU.");
        }

        environment.LogWarning(nameof(TorchBackend), $"MLContext.GpuDeviceId is {gpu}, but libtorch sees {gpus} GPUs; the CPU is taken instead.");
        return torch.CPU;
    }

    /// <summary>
    /// Has libtorch compute on the calling thread alone; it keeps the number for each calling thread. How it shares a product among threads changes the last
    /// bits of its sums on some processors, and what is small is fastest on one.
    /// </summary>
    internal static void UseOneThread() => torch.set_num_threads(1);

    /// <summary>What to tell the user of a system on which a library of libtorch does not load.</summary>
    /// <param name="library">The name of the library.</param>
    /// <param name="path">Where it lies; <see langword="null"/> where it is not there.</param>
    /// <param name="reason">What the system said.</param>
    internal static string Describe(string library, string? path, string reason)
    {
        string version = typeof(torch).Assembly.GetName().Version!.ToString(3);
        if (path is null)
        {
            return $"Training needs libtorch, but its native library '{library}' is not among the application's files. Reference the package " +
                $"TorchSharp-cpu {version} in the application (TorchSharp-cuda-linux or TorchSharp-cuda-windows for a GPU) and build again. It exists for 64-bit Linux, " +
                $"Windows and macOS; this system is {RuntimeInformation.RuntimeIdentifier}. Prediction with a trained model does not need it.";
        }

        string remedy = OperatingSystem.IsLinux()
            ? "It needs the libstdc++ of GCC 13, as Ubuntu 24.04 and Debian 13 have it. For the one of GCC 12 (Debian 12, Ubuntu 22.04 with updates) the build changes " +
                "the application's copy of the library; that step runs in the project that references this package, unless its property PatchLibTorchSharp is false, " +
                "so build or publish there again. Older systems can't train; a container of a newer one can."
            : OperatingSystem.IsWindows()
                ? "It needs the Visual C++ Redistributable for Visual Studio 2022 (x64)."
                : $"It must fit the processor; this process is {RuntimeInformation.ProcessArchitecture}.";
        return $"Training needs libtorch, but its native library '{path}' does not load. {remedy} The system says: {reason.Trim()}";
    }

    private static TorchBackendException? FindObstacle()
    {
        // TorchSharp's own start blames a missing package whatever the reason is, and writes to the console; so it is called only
        // when nothing is in its way.
        foreach (string library in Libraries)
        {
            try
            {
                NativeLibrary.Load(library, typeof(torch).Assembly, searchPath: null);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                return new TorchBackendException(Describe(library, FindFile(library), e.Message), e);
            }
        }

        torch.InitializeDeviceType(DeviceType.CPU);
        return null;
    }

    private static string? FindFile(string library)
    {
        string file = OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";
        string folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
