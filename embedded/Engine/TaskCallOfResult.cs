using System.Runtime.CompilerServices;

namespace Vespid.Embedded.Engine;

/// <summary>A call with a result.</summary>
internal abstract class TaskCall<TResult> : GrainCall
{
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Answered => _answer.Task;

    public sealed override object? ResultOf(Task completed) => ((Task<TResult>)completed).Result;

    public sealed override Task WithResult(object? result) => Task.FromResult((TResult)result!);

    protected sealed override void Answer(Task completed)
    {
        switch (completed)
        {
            case { IsCompletedSuccessfully: true }:
                _answer.SetResult(Unsafe.As<Task<TResult>>(completed).Result);
                break;
            case Task<TResult> typed:
                _answer.SetFromTask(typed);
                break;
            case { IsFaulted: true }:
                // A fault outside the method itself has no result type.
                _answer.SetException(completed.Exception.InnerExceptions);
                break;
            default:
                _answer.SetCanceled(new TaskCanceledException(completed).CancellationToken);
                break;
        }
    }

    protected sealed override void Answer(Exception reason) => _answer.SetException(reason);

    protected sealed override void AnswerCanceled(CancellationToken token) => _answer.SetCanceled(token);
}
