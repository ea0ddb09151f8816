using System.Globalization;

namespace Vespid.Storage.Server;

/// <summary>Settings of the private server.</summary>
internal static class ServerSettings
{
    /// <summary>A whole configuration file.</summary>
    /// <param name="socketFolder">Where to listen; null listens on loopback.</param>
    /// <param name="port">Port, also part of the socket's name.</param>
    public static string Text(string? socketFolder, int port) => string.Create(CultureInfo.InvariantCulture, $"""
        # Written at each start.
        listen_addresses = '{(socketFolder is null ? "127.0.0.1" : string.Empty)}'
        unix_socket_directories = '{socketFolder?.Replace("'", "''", StringComparison.Ordinal)}'
        unix_socket_permissions = 0700
        port = {port}
        max_connections = 200
        password_encryption = 'scram-sha-256'

        # An answer means that it is on the disk.
        fsync = on
        full_page_writes = on
        synchronous_commit = on

        shared_buffers = 256MB
        wal_buffers = 16MB
        min_wal_size = 256MB
        max_wal_size = 2GB
        checkpoint_timeout = 15min
        autovacuum_naptime = 15s

        timezone = 'UTC'
        log_timezone = 'UTC'
        logging_collector = on
        log_directory = 'log'
        log_filename = 'server-%a.log'
        log_truncate_on_rotation = on
        log_rotation_age = 1d
        log_rotation_size = 0
        # No statement, parameter or key value of a tenant reaches the log.
        log_min_error_statement = panic
        log_error_verbosity = terse

        """);
}
