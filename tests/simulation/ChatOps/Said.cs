namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>Something that somebody said, as it is now.</summary>
internal sealed class Said(int number, ChatPlace place, string id, Said? answers)
{
    public int Number => number;

    public ChatPlace Place => place;

    /// <summary>The platform's id.</summary>
    public string Id => id;

    /// <summary>What it answers.</summary>
    public Said? Answers => answers;

    public int Version { get; set; }

    public int Words { get; set; } = 1;

    public bool IsDeleted { get; set; }

    /// <summary>The platform lost the session before it told of an edit or a deletion: nobody can know of it.</summary>
    public bool ChangedUnheard { get; set; }

    public string Text => ChatText.Of(number, Version, Words);

    public override string ToString() => $"m{number} of {place}";
}
