using System.Reflection;
using Microsoft.Extensions.Logging;
using Vespid.Storage.Commits;

namespace Vespid.Storage.State;

/// <summary>Makes <see cref="ICommitState{TState}"/> for parameters marked with <see cref="CommitStateAttribute"/>; read before the grain's own activation.</summary>
internal sealed class CommitStateMapper(ICommitLog log, IStateReader reader, TimeProvider time, ILoggerFactory loggers)
    : IAttributeToFactoryMapper<CommitStateAttribute>
{
    private static readonly MethodInfo CreateMethod = typeof(CommitStateMapper).GetMethod(nameof(Create), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly ILogger _logger = loggers.CreateLogger("Vespid.Storage.State.CommitState");

    public Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, CommitStateAttribute metadata)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(ICommitState<>))
            throw new ArgumentException($"Parameter {parameter.Name} of {parameter.Member.DeclaringType} is marked with [CommitState], so its type must be ICommitState<TState>.");
        var create = CreateMethod.MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Func<IGrainContext, string, object>>(this);
        var name = metadata.Name;
        return context => create(context, name);
    }

    private CommitState<TState> Create<TState>(IGrainContext context, string name)
        where TState : class, new()
    {
        var state = new CommitState<TState>($"{name}/{context.GrainId.Key}", log, reader, time, _logger, () => context.Deactivate(
            new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The outcome of a commit is unknown and the state cannot be read.")));
        context.ObservableLifecycle.Subscribe(name, GrainLifecycleStage.SetupState, state.LoadAsync);
        return state;
    }
}
