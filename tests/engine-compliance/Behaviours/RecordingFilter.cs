using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>Writes the calls of the tests' grains to the journal.</summary>
public sealed class RecordingFilter(string name, Journal journal) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not Grain || context.InterfaceMethod.DeclaringType?.Assembly != typeof(RecordingFilter).Assembly)
        {
            await context.Invoke();
            return;
        }

        var call = $"{context.TargetId.Type}.{context.MethodName}";
        journal.Write($"{name} before {call}");
        if (context.Request.GetArgumentCount() == 1 && context.Request.GetArgument(0) is "replace me")
        {
            context.Request.SetArgument(0, "replaced");
        }

        try
        {
            await context.Invoke();
        }
        catch (InvalidOperationException)
        {
            journal.Write($"{name} fault {call}");
            throw;
        }

        journal.Write($"{name} after {call}");
    }
}
