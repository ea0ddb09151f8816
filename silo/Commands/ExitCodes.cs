namespace Vespid.Silo.Commands;

/// <summary>Exit codes of all commands.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>What was asked for was done and found wanting: a failed check, an unhealthy process.</summary>
    public const int Failed = 1;

    /// <summary>The settings or arguments are not valid; nothing was done.</summary>
    public const int BadConfiguration = 2;

    /// <summary>The database or the process that was asked cannot be reached.</summary>
    public const int Unreachable = 3;
}
