namespace Vespid.Tests.Chaos.World;

/// <summary>Data of one run; it goes with the run. The server's user may enter it.</summary>
internal sealed class WorldFolder : IDisposable
{
    public WorldFolder()
    {
        Path = Directory.CreateTempSubdirectory("vespid-").FullName;
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string Path { get; }

    public string Logs => Directory.CreateDirectory(System.IO.Path.Combine(Path, "logs")).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
