namespace Vespid.Storage.Server;

/// <summary>The private server cannot be had. The message tells an operator what to do.</summary>
public sealed class PrivatePostgresException(string message, Exception? inner = null) : Exception(message, inner);
