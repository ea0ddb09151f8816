namespace Vespid.Embedded.Engine;

/// <summary>A call without a result.</summary>
internal abstract class TaskCall : GrainCall
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Answer => _answer.Task;

    protected sealed override bool IsAnswered => _answer.Task.IsCompleted;

    public sealed override object? ResultOf(Task completed) => null;

    public sealed override Task WithResult(object? result) => Task.CompletedTask;

    protected sealed override bool TryAnswer(Task completed) =>
        completed.IsCompletedSuccessfully ? _answer.TrySetResult() : _answer.TrySetFromTask(completed);

    protected sealed override bool TryAnswer(Exception reason) => _answer.TrySetException(reason);

    protected sealed override bool AnswerCanceled(CancellationToken token) => _answer.TrySetCanceled(token);
}
