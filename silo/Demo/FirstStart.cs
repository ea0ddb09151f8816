using Vespid.Gateway.SignIn;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Silo.Configuration;
using Vespid.Storage.Lease;
using Vespid.Storage.Queries;

namespace Vespid.Silo.Demo;

/// <summary>
/// Once, on an empty database: the first operator from <c>AUTH_USERNAME</c> and <c>AUTH_PASSWORD</c>, and in development the demonstration.
/// Waits until this process is the writer; whoever becomes it next finds the work done.
/// </summary>
internal sealed partial class FirstStart(
    HostSettings settings,
    IWriterLease lease,
    IIdentityQueries identities,
    PasswordHashing passwords,
    IGrainFactory grains,
    IIdSource ids,
    IChance chance,
    TimeProvider clock,
    ILogger<FirstStart> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (lease.IsLeader && await TryAsync(stoppingToken))
                    return;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await identities.HasOperatorAsync(cancellationToken))
                return true;
            if (settings.Host.OperatorEmail is { } email)
                await RegisterAsync(email.Trim().ToLowerInvariant(), settings.Host.OperatorPassword!, "Operators", cancellationToken);
            else if (!settings.Host.IsProduction && settings.Host.Demo)
                await new Demonstration(grains, ids, settings).MakeAsync(
                    (user, password, organization) => RegisterAsync(user, password, organization, cancellationToken), chance);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.NotYet(logger, fault.GetType().Name, fault.Message);
            return false;
        }
    }

    private async Task<Registered> RegisterAsync(string email, string password, string organization, CancellationToken cancellationToken)
    {
        var hash = await passwords.HashAsync(password, cancellationToken) ?? throw new InvalidOperationException("Too many passwords are being hashed.");
        var registered = await grains.GetGrain<IIdentityGrain>(0).Register(
            new RegisterUser(email, null, hash, organization, "operator", null, TimeSpan.Zero), Actor.System("first-start"));
        return registered.Value ?? throw new InvalidOperationException($"{email} could not be registered: {registered.Refusal?.Code}.");
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3020, EventName = "first_start.not_yet", Level = LogLevel.Warning, Message = "First start has to wait ({Fault}: {Text})")]
        public static partial void NotYet(ILogger logger, string fault, string text);
    }
}
