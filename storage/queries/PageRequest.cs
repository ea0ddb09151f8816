namespace Vespid.Storage.Queries;

/// <summary>Which page of a list.</summary>
/// <param name="Limit">Clamped to 1 to 200.</param>
/// <param name="Cursor">From the page before; null for the first.</param>
public readonly record struct PageRequest(int Limit, string? Cursor = null)
{
    /// <summary>Most items of a page.</summary>
    public const int MaxLimit = 200;

    internal int Take => Math.Clamp(Limit, 1, MaxLimit);
}
