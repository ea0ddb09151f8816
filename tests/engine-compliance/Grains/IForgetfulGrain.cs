namespace Vespid.Tests.EngineCompliance.Grains;

public interface IForgetfulGrain : IGrainWithStringKey
{
    Task Remind();
}
