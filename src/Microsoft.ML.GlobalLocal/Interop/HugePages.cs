using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Asks Linux for pages of 2 MB behind a large new array: to map and clear it by pages of 4 KB takes longer than to read a file into it.</summary>
internal static class HugePages
{
    private const nint PageBytes = 2 << 20;
    private const int AdviseHugePage = 14;

    /// <summary>Asks for the whole pages that lie within an array. It is a hint: nothing depends on whether it is followed.</summary>
    public static void Advise<T>(T[] array)
        where T : unmanaged
    {
        nint bytes = (nint)array.Length * Unsafe.SizeOf<T>();
        if (!OperatingSystem.IsLinux() || bytes < 2 * PageBytes)
        {
            return;
        }

        var handle = GCHandle.Alloc(array, GCHandleType.Pinned);
        nint first = handle.AddrOfPinnedObject();
        nint start = (first + PageBytes - 1) / PageBytes * PageBytes;
        nint end = (first + bytes) / PageBytes * PageBytes;
        try
        {
            _ = Advise(start, end - start, AdviseHugePage);
        }
        catch (DllNotFoundException)
        {
            // A Linux whose C library has another name goes without.
        }
        finally
        {
            handle.Free();
        }
    }

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(nint address, nint length, int advice);
}
