using System.Reflection;

namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Makes notes that are filled in before the grain's own activation.</summary>
public sealed class NoteMapper : IAttributeToFactoryMapper<NoteAttribute>
{
    public Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, NoteAttribute metadata) => context =>
    {
        var note = new Note();
        context.ObservableLifecycle.Subscribe(nameof(Note), GrainLifecycleStage.SetupState, _ =>
        {
            note.Text = $"{metadata.Prefix} {parameter.Name} {context.GrainId.Key}";
            return Task.CompletedTask;
        });
        return note;
    };
}
