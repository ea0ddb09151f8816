namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>Something that somebody said, as it is now.</summary>
internal sealed class Said(int number, ChatPlace place, string id)
{
    public int Number => number;

    public ChatPlace Place => place;

    /// <summary>The platform's id.</summary>
    public string Id { get; set; } = id;

    public int Version { get; set; }

    public int Words { get; set; } = 1;

    public bool IsDeleted { get; set; }

    public override string ToString() => $"m{number} of {place}";
}
