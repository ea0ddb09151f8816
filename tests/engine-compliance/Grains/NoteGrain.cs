namespace Vespid.Tests.EngineCompliance.Grains;

public sealed class NoteGrain([Note("for")] Note note) : Grain, INoteGrain
{
    private string _atActivation = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _atActivation = note.Text;
        return Task.CompletedTask;
    }

    public Task<string> NoteAtActivation() => Task.FromResult(_atActivation);
}
