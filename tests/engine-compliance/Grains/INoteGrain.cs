namespace Vespid.Tests.EngineCompliance.Grains;

public interface INoteGrain : IGrainWithStringKey
{
    Task<string> NoteAtActivation();
}
