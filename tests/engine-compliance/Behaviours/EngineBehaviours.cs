using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>A part of the list of behaviours that every engine must show. Each test has an engine of its own.</summary>
public abstract class EngineBehaviours(Engine engine) : IAsyncLifetime
{
    protected Engine Engine => engine;

    protected IGrainFactory Grains => engine.Grains;

    protected Journal Journal => engine.Journal;

    protected ManualTime Time => engine.Time;

    public virtual Task InitializeAsync() => engine.Start();

    public Task DisposeAsync() => engine.DisposeAsync().AsTask();

    /// <summary>Waits for a call, but not for ever.</summary>
    protected static async Task<T> Answer<T>(Task<T> call, string what)
    {
        await Journal.Within(call, () => what);
        return await call;
    }

    /// <inheritdoc cref="Answer{T}"/>
    protected static Task Answer(Task call, string what) => Journal.Within(call, () => what);

    /// <summary>Asserts that the entries were written in this order, whatever was written between them.</summary>
    protected void AssertInOrder(params string[] entries)
    {
        var seen = Journal.Entries.ToList();
        var positions = entries.Select(entry => seen.IndexOf(entry)).ToArray();
        Assert.True(
            positions.All(static position => position >= 0) && positions.SequenceEqual(positions.Order()),
            $"Expected in this order: {string.Join(", ", entries)}; seen: {string.Join(", ", seen)}");
    }
}
