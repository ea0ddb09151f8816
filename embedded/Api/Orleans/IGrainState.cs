namespace Orleans;

/// <summary>A piece of state on its way from or to storage.</summary>
public interface IGrainState<T>
{
    T State { get; set; }

    string? ETag { get; set; }

    bool RecordExists { get; set; }
}
