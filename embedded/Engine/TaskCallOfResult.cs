using System.Runtime.CompilerServices;

namespace Vespid.Embedded.Engine;

/// <summary>A call with a result.</summary>
internal abstract class TaskCall<TResult> : GrainCall
{
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Answer => _answer.Task;

    protected sealed override bool IsAnswered => _answer.Task.IsCompleted;

    public sealed override object? ResultOf(Task completed) => ((Task<TResult>)completed).Result;

    public sealed override Task WithResult(object? result) => Task.FromResult((TResult)result!);

    protected sealed override bool TryAnswer(Task completed) => completed switch
    {
        { IsCompletedSuccessfully: true } => _answer.TrySetResult(Unsafe.As<Task<TResult>>(completed).Result),
        Task<TResult> typed => _answer.TrySetFromTask(typed),
        // A fault outside the method itself has no result type.
        { IsFaulted: true } => _answer.TrySetException(completed.Exception.InnerExceptions),
        _ => _answer.TrySetCanceled(new TaskCanceledException(completed).CancellationToken),
    };

    protected sealed override bool TryAnswer(Exception reason) => _answer.TrySetException(reason);

    protected sealed override bool AnswerCanceled(CancellationToken token) => _answer.TrySetCanceled(token);
}
