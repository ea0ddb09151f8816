namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>What a scripted server says.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">Body.</param>
internal sealed record Answer(int Status, string Text = "")
{
    /// <summary>Says nothing until the caller gives up.</summary>
    public static Answer Silence { get; } = new(0);

    /// <summary>Closes the connection without a word.</summary>
    public static Answer Cut { get; } = new(-1);

    public string? EntityTag { get; init; }
}
