namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Asks for a reminder that it could not receive.</summary>
public sealed class ForgetfulGrain : Grain, IForgetfulGrain
{
    public Task Remind() => this.RegisterOrUpdateReminder("never", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
}
