namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class TorchBackendTests
{
    [Fact]
    public void Without_a_gpu_asked_for_the_cpu_is_taken() => Assert.Equal(global::TorchSharp.DeviceType.CPU, TorchBackend.GetDevice(new MLContext()).type);

    [Fact]
    public void AGpuThatIsNotThereIsAnError_UnlessTheCpuMayStepIn()
    {
        var context = new MLContext { GpuDeviceId = 1000, FallbackToCpu = false };
        Assert.Contains("GpuDeviceId is 1000", Assert.Throws<TorchBackendException>(() => TorchBackend.GetDevice(context)).Message);
        context.FallbackToCpu = true;
        Assert.Equal(global::TorchSharp.DeviceType.CPU, TorchBackend.GetDevice(context).type);
    }

    [Fact]
    public void A_missing_library_is_told_from_one_that_does_not_load()
    {
        string missing = TorchBackend.Describe("torch_cpu", null, "not found");
        Assert.Contains("TorchSharp-cpu 0.", missing);
        string broken = TorchBackend.Describe("LibTorchSharp", "native/libLibTorchSharp.so", "GLIBCXX_3.4.32 not found\n");
        Assert.Contains("does not load", broken);
        Assert.EndsWith("GLIBCXX_3.4.32 not found", broken);
        Assert.DoesNotContain("Reference the package", broken);
    }
}
