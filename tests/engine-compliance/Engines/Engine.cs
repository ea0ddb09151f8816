using Microsoft.Extensions.DependencyInjection;
using Vespid.Tests.EngineCompliance.Grains;
using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>An engine under test, in this process, with the test's clock, storage and reminders.</summary>
public abstract class Engine : IAsyncDisposable
{
    public ManualTime Time { get; } = new();

    public Journal Journal { get; } = new();

    public MemoryStorage Storage { get; } = new();

    public MemoryReminderTable Reminders { get; } = new();

    public abstract IGrainFactory Grains { get; }

    /// <summary>Starts it; after <see cref="Stop"/>, starts another one on the same storage.</summary>
    public abstract Task Start(Action<IServiceCollection>? configure = null);

    public abstract Task Stop();

    public abstract ValueTask DisposeAsync();

    protected void AddKit(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(Journal);
        services.AddKeyedSingleton<Orleans.Storage.IGrainStorage>(CounterGrain.StorageName, Storage);
        services.AddSingleton<IReminderTable>(Reminders);
        services.AddSingleton<Orleans.Runtime.IAttributeToFactoryMapper<NoteAttribute>, NoteMapper>();
    }
}
