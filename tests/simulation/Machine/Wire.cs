namespace Vespid.Tests.Simulation.Machine;

/// <summary>Between the processes and what stands outside of them: a request on it arrives although its sender has crashed, an answer does not.</summary>
internal sealed class Wire(Schedule schedule)
{
    /// <summary>Lets <paramref name="effect"/> happen outside, and then its answer arrive; the caller goes on where it was.</summary>
    public Task<T> CallAsync<T>(HostProcess from, string what, Func<T> effect)
    {
        var answer = new TaskCompletionSource<T>();
        schedule.Add(null, what, _ =>
        {
            try
            {
                var result = effect();
                Answer(from, () => answer.TrySetResult(result));
            }
            catch (Exception fault)
            {
                Answer(from, () => answer.TrySetException(fault));
            }
        });
        return answer.Task;
    }

    public void Answer(HostProcess to, Action arrive) => schedule.Add(to, "", static arrive => ((Action)arrive!)(), arrive);
}
