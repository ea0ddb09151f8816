namespace Vespid.Gateway.Http;

/// <summary>Answer of a change that has nothing else to say.</summary>
internal sealed record OkAnswer(bool Ok)
{
    public static OkAnswer Yes { get; } = new(true);
}
