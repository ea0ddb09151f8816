namespace Vespid.Embedded;

/// <summary>
/// Runs turns. The default hands them to the thread pool; a simulation registers its own and runs them one at a time, in the order it likes.
/// </summary>
public interface ITurnDispatcher
{
    /// <summary>
    /// Executes <paramref name="turn"/> soon, once, never before returning from this call, and in an execution context of its own:
    /// what flows there would be seen by every grain. Called from any thread.
    /// </summary>
    void Dispatch(IThreadPoolWorkItem turn);
}
