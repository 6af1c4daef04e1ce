using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Lets shared libraries that ask for GLIBCXX_3.4.32 load with the libstdc++ of GCC 12, when all that they want of the newer version
/// is ios_base_library_init. That function initialises the C++ streams, which libtorch does too.
/// </summary>
public sealed class RelaxLibStdCpp : Task
{
    private const string NewVersion = "GLIBCXX_3.4.32";
    private const string OldVersion = "GLIBCXX_3.4.30";
    private const string Unneeded = "_ZSt21ios_base_library_initv";

    // Every libc has it, it takes no argument, and its name is not longer than the one that it replaces.
    private const string Harmless = "sched_yield";

    private static readonly string[] SystemLibraries =
    [
        "/usr/lib/x86_64-linux-gnu/libstdc++.so.6",
        "/lib/x86_64-linux-gnu/libstdc++.so.6",
        "/usr/lib64/libstdc++.so.6",
        "/lib64/libstdc++.so.6",
        "/usr/lib/libstdc++.so.6",
    ];

    /// <summary>The libraries to change in place, those of them that exist.</summary>
    [Required]
    public ITaskItem[] Libraries { get; set; }

    /// <summary><c>always</c>: also where this system's libstdc++ is new enough. Anything else: only where it is not.</summary>
    [Required]
    public string When { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        var libraries = Libraries.Select(library => library.ItemSpec).Where(File.Exists).ToList();
        if (libraries.Count > 0 && (When.Equals("always", StringComparison.OrdinalIgnoreCase) || SystemLacksNewVersion()))
            libraries.ForEach(Patch);
        return true;
    }

    private static bool SystemLacksNewVersion()
    {
        var system = SystemLibraries.FirstOrDefault(File.Exists);
        return system != null && !File.ReadAllText(system, Encoding.GetEncoding("iso-8859-1")).Contains(NewVersion + "\0");
    }

    private void Patch(string path)
    {
        var image = File.ReadAllBytes(path);
        if (!Relax(image))
            return;

        // The build may have made hard links into the package cache, so the file is replaced and never written to. It keeps its time,
        // by which the next build sees that it need not be copied again.
        var patched = path + ".patched";
        File.WriteAllBytes(patched, image);
        File.SetLastWriteTimeUtc(patched, File.GetLastWriteTimeUtc(path));
        File.Replace(patched, path, null);
        Log.LogMessage(MessageImportance.High, "{0}: made to load with {1} too, where a system has no {2}.", path, OldVersion, NewVersion);
    }

    /// <returns>Whether the image was changed; a second time it is not.</returns>
    private static bool Relax(byte[] image)
    {
        var elf = new Elf(image);
        var newVersion = elf.NeededVersions().FirstOrDefault(version => elf.Name(version.NameField) == NewVersion);
        var oldVersion = elf.NeededVersions().FirstOrDefault(version => elf.Name(version.NameField) == OldVersion);
        if (newVersion == null || oldVersion == null)
            return false;

        var symbols = elf.Symbols().Where(symbol => elf.UInt16(symbol.VersionField) == newVersion.Index).ToList();
        if (symbols.Any(symbol => elf.Name(symbol.NameField) != Unneeded))
            return false;

        elf.Copy(oldVersion.HashField, newVersion.HashField);
        elf.Copy(oldVersion.NameField, newVersion.NameField);
        foreach (var symbol in symbols)
        {
            elf.Rename(symbol.NameField, Harmless);
            elf.Unversion(symbol.VersionField);
        }
        return true;
    }

    /// <summary>A version of another library that the image needs: where its fields lie, and the index that symbols refer to it by.</summary>
    private sealed class NeededVersion
    {
        public int HashField, NameField, Index;
    }

    /// <summary>A dynamic symbol: where its name and the index of its version lie.</summary>
    private sealed class Symbol
    {
        public int NameField, VersionField;
    }

    /// <summary>The dynamic linking tables of a little-endian 64-bit ELF image.</summary>
    private sealed class Elf
    {
        private const uint DynamicSymbols = 11;             // .dynsym
        private const uint VersionsNeeded = 0x6ffffffe;     // .gnu.version_r
        private const uint VersionsOfSymbols = 0x6fffffff;  // .gnu.version
        private const int SymbolSize = 24;

        private readonly byte[] _image;
        private readonly List<int> _sections;
        private readonly int _names;                        // .dynstr

        public Elf(byte[] image)
        {
            _image = image;
            int headers = Int32(0x28), headerSize = UInt16(0x3a), count = UInt16(0x3c);
            _sections = Enumerable.Range(0, count).Select(i => headers + i * headerSize).ToList();
            _names = Offset(_sections[Int32(Header(DynamicSymbols) + 0x28)]);
        }

        public IEnumerable<NeededVersion> NeededVersions()
        {
            // A list of libraries, each with a list of versions; a record ends with the distance to the next one, zero at the last.
            for (int library = Offset(Header(VersionsNeeded)), next = -1; next != 0; library += next)
            {
                next = Int32(library + 12);
                for (int version = library + Int32(library + 8), step = -1; step != 0; version += step)
                {
                    step = Int32(version + 12);
                    yield return new NeededVersion { HashField = version, Index = UInt16(version + 6), NameField = version + 8 };
                }
            }
        }

        public IEnumerable<Symbol> Symbols()
        {
            int symbols = Offset(Header(DynamicSymbols)), versions = Offset(Header(VersionsOfSymbols));
            return Enumerable.Range(0, Size(Header(DynamicSymbols)) / SymbolSize)
                .Select(i => new Symbol { NameField = symbols + i * SymbolSize, VersionField = versions + i * 2 });
        }

        public string Name(int field)
        {
            var start = _names + Int32(field);
            return Encoding.ASCII.GetString(_image, start, Array.IndexOf(_image, (byte)0, start) - start);
        }

        public void Rename(int field, string name)
        {
            var room = Name(field).Length;
            Encoding.ASCII.GetBytes(name.PadRight(room, '\0')).CopyTo(_image, _names + Int32(field));
        }

        public void Unversion(int field) => BitConverter.GetBytes((ushort)1).CopyTo(_image, field);

        public void Copy(int from, int to) => Array.Copy(_image, from, _image, to, sizeof(int));

        public int UInt16(int at) => BitConverter.ToUInt16(_image, at);

        private int Int32(int at) => BitConverter.ToInt32(_image, at);

        private int Header(uint type) => _sections.First(section => (uint)Int32(section + 4) == type);

        // Offsets and sizes have 64 bits in the file; an image in an array does not use the upper half.
        private int Offset(int section) => Int32(section + 0x18);

        private int Size(int section) => Int32(section + 0x20);
    }
}
