namespace Vespid.Gateway.Console.Pages;

/// <summary>Why there is no page.</summary>
public sealed record FaultModel(string Title, string Message, string Code);
