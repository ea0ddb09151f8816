using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using Vespid.Storage.Commits;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;
using Vespid.Storage.Migrations;
using Vespid.Storage.Reminders;
using Vespid.Storage.State;

namespace Vespid.Storage;

/// <summary>Puts the storage core into a host.</summary>
public static class StorageHosting
{
    /// <summary>Name under which Orleans looks for the storage of a state that names none.</summary>
    private const string DefaultStorage = "Default";

    /// <summary>
    /// Adds the commit log, the lease, grain state, reminders, lanes and what starts them. Add it before the services that need it:
    /// it starts first anyway, but stops in the opposite order.
    /// </summary>
    public static IServiceCollection AddVespidStorage(this IServiceCollection services, Action<StorageOptions> configure)
    {
        services.AddOptions<StorageOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Database>();
        services.AddSingleton<Migrator>(provider => new Migrator(provider.GetRequiredService<Database>(), provider.GetRequiredService<ILogger<Migrator>>()));

        services.AddSingleton<PostgresLease>();
        services.AddSingleton<IWriterLease>(provider => provider.GetRequiredService<PostgresLease>());

        services.AddSingleton<CommitMetrics>();
        services.AddSingleton<CommitSignals>();
        services.AddSingleton<ICommitSignals>(provider => provider.GetRequiredService<CommitSignals>());
        services.AddSingleton<CommitLog>();
        services.AddSingleton<ICommitLog>(provider => provider.GetRequiredService<CommitLog>());

        services.AddSingleton<IStateReader, StateReader>();
        services.AddSingleton<IAttributeToFactoryMapper<CommitStateAttribute>, CommitStateMapper>();
        services.AddSingleton<PostgresGrainStorage>();
        services.AddSingleton<IGrainStorage>(provider => provider.GetRequiredService<PostgresGrainStorage>());
        services.AddKeyedSingleton<IGrainStorage>(DefaultStorage, (provider, _) => provider.GetRequiredService<PostgresGrainStorage>());
        services.AddSingleton<IReminderTable, ReminderTable>();
        services.AddSingleton<ILaneStore, LaneStore>();

        services.AddSingleton(provider => new StorageStartup(
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<Migrator>(),
            provider.GetRequiredService<PostgresLease>(),
            provider.GetRequiredService<CommitLog>(),
            provider.GetRequiredService<IOptions<StorageOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<StorageStartup>());
        return services;
    }
}
