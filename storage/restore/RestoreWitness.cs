using System.Text.Json;

namespace Vespid.Storage.Restore;

/// <summary>
/// How far the database had come, kept beside it: a file-level copy that is put back has every mark of the original, but its log ends earlier.
/// Only where the data folder exists; a process without one has no such memory.
/// </summary>
internal sealed class RestoreWitness(string dataFolder)
{
    private const string FileName = "restore-witness.json";

    private readonly string _path = Path.Combine(dataFolder, FileName);

    /// <summary>What was noted last; null when nothing readable is there.</summary>
    public Note? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Note>(File.ReadAllText(_path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(Note note)
    {
        if (!Directory.Exists(dataFolder))
            return;
        try
        {
            var made = $"{_path}.{Environment.ProcessId}";
            File.WriteAllText(made, JsonSerializer.Serialize(note));
            File.Move(made, _path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written keeps what it has: an earlier position, which proves less and nothing wrong.
        }
    }

    /// <param name="Identity">Which database.</param>
    /// <param name="Position">Where its log ended, flushed.</param>
    internal sealed record Note(string Identity, string Position);
}
