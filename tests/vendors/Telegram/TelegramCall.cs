namespace Vespid.Vendors;

/// <summary>A call of the Bot API, whatever became of it.</summary>
/// <param name="Order">The first being 1.</param>
/// <param name="Method"><c>sendMessage</c>, …</param>
/// <param name="Body">JSON text; empty when none.</param>
public sealed record TelegramCall(long Order, string Method, string Body);
