namespace Vespid.Tests.EngineCompliance.Grains;

public sealed class Note
{
    public string Text { get; set; } = "";
}
