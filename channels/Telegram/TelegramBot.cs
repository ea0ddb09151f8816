namespace Vespid.Channels;

/// <summary>The bot behind a token.</summary>
/// <param name="Id">User id.</param>
/// <param name="Username">Without the at sign.</param>
public sealed record TelegramBot(long Id, string? Username);
