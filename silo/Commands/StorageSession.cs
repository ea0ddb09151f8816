using Microsoft.Extensions.Options;
using Npgsql;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains;
using Vespid.Silo.Configuration;
using Vespid.Silo.Hosting;
using Vespid.Storage;
using Vespid.Storage.Migrations;
using Vespid.Storage.Server;

namespace Vespid.Silo.Commands;

/// <summary>The database for a command that runs beside a host: no lease, no grains.</summary>
internal static class StorageSession
{
    public static async Task<int> RunAsync(HostSettings settings, Func<IServiceProvider, Task<int>> work, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddStorage(settings);
        services.AddVespidGrains(_ => { });
        try
        {
            await using var provider = services.BuildServiceProvider();
            await provider.GetRequiredService<StorageStartup>().OpenAsync(cancellationToken);
            return await work(provider);
        }
        catch (OptionsValidationException fault)
        {
            foreach (var failure in OptionFaults.Of(fault))
                await Console.Error.WriteLineAsync(failure);
            return ExitCodes.BadConfiguration;
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or PrivatePostgresException or SchemaTooNewException)
        {
            await Console.Error.WriteLineAsync(fault is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable }
                ? "The database has no schema yet: vespid migrate."
                : $"The database cannot be used: {fault.Message}");
            return ExitCodes.Unreachable;
        }
    }

    public static IIdSource Ids(this IServiceProvider provider) => provider.GetRequiredService<IIdSource>();
}
