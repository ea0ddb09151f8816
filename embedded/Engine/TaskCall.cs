namespace Vespid.Embedded.Engine;

/// <summary>A call without a result.</summary>
internal abstract class TaskCall : GrainCall
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Answered => _answer.Task;

    public sealed override object? ResultOf(Task completed) => null;

    public sealed override Task WithResult(object? result) => Task.CompletedTask;

    protected sealed override void Answer(Task completed)
    {
        if (completed.IsCompletedSuccessfully)
        {
            _answer.SetResult();
        }
        else
        {
            _answer.SetFromTask(completed);
        }
    }

    protected sealed override void Answer(Exception reason) => _answer.SetException(reason);

    protected sealed override void AnswerCanceled(CancellationToken token) => _answer.SetCanceled(token);
}
