using System.Diagnostics;
using System.Globalization;
using Vespid.Vendors;

namespace Vespid.Tests.Delivery.Support;

/// <summary><c>ops/start.sh</c> on the program that these tests were built with, with folders of its own.</summary>
internal sealed class Launcher : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vespid-launcher-");

    public Launcher()
    {
        // PostgreSQL's server runs as somebody else when this is root.
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        var program = Path.Combine(_folder.FullName, "vespid");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "vespid.dll")}' \"$@\"\n");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        Variables = new Dictionary<string, string> { ["VESPID_PROGRAM"] = program, ["VESPID_RELEASES"] = Path.Combine(_folder.FullName, "releases") };
    }

    public static string Script => RepositoryRoot.At("ops", "start.sh");

    public string Folder => _folder.FullName;

    public Dictionary<string, string> Variables { get; }

    /// <summary>Writes a file of settings with a free offset and a data folder of its own.</summary>
    public string Settings(params string[] lines)
    {
        var file = Path.Combine(Folder, Path.GetRandomFileName() + ".env");
        File.WriteAllLines(file, [$"VESPID_PORT_OFFSET={Offset.ToString(CultureInfo.InvariantCulture)}", $"VESPID_DATA_DIR={Path.Combine(Folder, "data")}", .. lines]);
        File.SetUnixFileMode(file, (UnixFileMode)0b110_100_000);
        return file;
    }

    public int Offset { get; } = PortOffsets.Take();

    public Task<Outcome> RunAsync(params string[] arguments) => Tool.RunAsync(Variables, Script, arguments);

    public Process Start(params string[] arguments) => Tool.Start(Variables, Script, arguments);

    public void Dispose() => _folder.Delete(recursive: true);
}
