namespace Vespid.Grains.ChatOps;

/// <summary>Names behind the ids that a Discord message holds; null for one that is not known.</summary>
internal interface IDiscordNames
{
    string? User(string id);

    string? Role(string id);

    string? Channel(string id);
}
