namespace Vespid.Storage.Server;

/// <summary>From <c>postmaster.pid</c>.</summary>
/// <param name="ProcessId">Of the server.</param>
/// <param name="Port">Port, also part of the socket's name.</param>
/// <param name="SocketFolder">Empty when it listens on loopback only.</param>
internal sealed record ServerPid(int ProcessId, int Port, string SocketFolder);
