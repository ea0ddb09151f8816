using Microsoft.Extensions.DependencyInjection;
using Vespid.Channels;
using Vespid.Storage;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;

namespace Vespid.Tests.Chaos.SabotagedHost;

/// <summary>What can be broken, by name.</summary>
internal static class Sabotages
{
    public static IReadOnlyDictionary<string, Action<IServiceCollection>> All { get; } = new Dictionary<string, Action<IServiceCollection>>
    {
        ["ack-before-commit"] = services => services.Decorate<ICommitLog>((provider, log) => new EarlyCommitLog(log, provider.GetRequiredService<TimeProvider>())),
        ["no-dedupe-key"] = services => services.Decorate<ICommitLog>((_, log) => new ForgetfulCommitLog(log)),
        ["no-epoch-check"] = services => services.Decorate<IWriterLease>(
            (provider, lease) => new EternalLease(lease, provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>())),
        ["cursor-before-messages"] = services => services.Decorate<IChannelReceiver>((provider, receiver) => new EagerReceiver(receiver, provider.GetRequiredService<TimeProvider>())),
    };

    /// <summary>Puts another in front of every service of a type.</summary>
    private static void Decorate<T>(this IServiceCollection services, Func<IServiceProvider, T, T> decorate)
        where T : class
    {
        for (var i = 0; i < services.Count; i++)
        {
            var inner = services[i];
            if (inner.ServiceType == typeof(T))
                services[i] = new ServiceDescriptor(typeof(T), provider => decorate(provider, Make<T>(provider, inner)), inner.Lifetime);
        }
    }

    private static T Make<T>(IServiceProvider provider, ServiceDescriptor descriptor) => (T)(
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!));
}
