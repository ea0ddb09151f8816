using System.Text.Json;

namespace Vespid.Channels;

/// <summary>An update as it came.</summary>
/// <param name="UpdateId">Confirm it by asking for the next one.</param>
/// <param name="Body">The whole update object.</param>
public sealed record TelegramUpdate(long UpdateId, JsonElement Body);
