namespace Vespid.Channels;

/// <summary>A conversation of Teams: in channels the id of the thread's first message stands behind a semicolon.</summary>
/// <param name="Id">Chat or channel.</param>
/// <param name="ThreadId">First message of the thread.</param>
internal readonly record struct TeamsConversation(string? Id, string? ThreadId)
{
    private const string Marker = ";messageid=";

    public static TeamsConversation Of(string? id)
    {
        var at = id?.IndexOf(Marker, StringComparison.Ordinal) ?? -1;
        return at > 0 && at + Marker.Length < id!.Length ? new(id[..at], id[(at + Marker.Length)..]) : new(id, null);
    }

    public override string ToString() => ThreadId is null ? Id ?? string.Empty : $"{Id}{Marker}{ThreadId}";
}
