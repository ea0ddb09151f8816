using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>
/// Runs the turns of one activation, one at a time, in the order they came. Any thread may add; adding is one compare-and-swap.
/// </summary>
/// <remarks>
/// New items are pushed on a stack. The thread that pushes on an empty one has the queue dispatched; while it runs, a marker at the bottom of the
/// stack tells others that somebody will look again. The running thread takes the whole stack at once and reverses it.
/// </remarks>
internal sealed class TurnQueue(Activation activation, ITurnDispatcher dispatcher) : TaskScheduler, IWorkItemScheduler, IThreadPoolWorkItem
{
    // After so many turns other activations get the thread, as long as they cost less than the dispatch saves.
    private const int TurnsPerDispatch = 128;

    private static readonly WorkItem Running = new ActionTurn(static _ => { });
    private static readonly Action<object?> RunTurnsOf = static queue => ((TurnQueue)queue!).RunTurns();

    private WorkItem? _arrived;
    private WorkItem? _batch;
    private int _thread;

    public Activation Activation => activation;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Whether the calling code is inside a turn of this activation.</summary>
    public bool IsCurrent => _thread == Environment.CurrentManagedThreadId;

    public void Enqueue(WorkItem item)
    {
        var top = Volatile.Read(ref _arrived);
        while (true)
        {
            item.Next = top;
            var seen = Interlocked.CompareExchange(ref _arrived, item, top);
            if (ReferenceEquals(seen, top))
            {
                break;
            }

            top = seen;
        }

        if (top is null)
        {
            dispatcher.Dispatch(this);
        }
    }

    public void QueueAction(Action action) => new Task(action).Start(this);

    void IWorkItemScheduler.QueueTask(Task task) => task.Start(this);

    void IThreadPoolWorkItem.Execute()
    {
        // An await would go back to it rather than to this scheduler. The pool's threads have none, a simulation's may.
        var surrounding = SynchronizationContext.Current;
        if (surrounding is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }

        _thread = Environment.CurrentManagedThreadId;
        // The scheduler is only TaskScheduler.Current inside one of its own tasks.
        new Task(RunTurnsOf, this).RunSynchronously(this);
        if (surrounding is not null)
        {
            SynchronizationContext.SetSynchronizationContext(surrounding);
        }
    }

    public bool Execute(Task task) => TryExecuteTask(task);

    protected override void QueueTask(Task task) => Enqueue(new TaskTurn(task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => IsCurrent && TryExecuteTask(task);

    protected override IEnumerable<Task>? GetScheduledTasks() => null;

    private void RunTurns()
    {
        for (var turns = 0; turns < TurnsPerDispatch; turns++)
        {
            if (activation.StartWaiting())
            {
                continue;
            }

            if (Take() is { } item)
            {
                Run(item);
            }
            else if (TryRest())
            {
                return;
            }
        }

        _thread = 0;
        dispatcher.Dispatch(this);
    }

    // A turn that threw must not take the turns behind it along: an activation that no longer runs would look as if it hung.
    private void Run(WorkItem item)
    {
        try
        {
            item.Run(activation);
        }
        catch (Exception fault)
        {
            activation.Silo.Log.TurnFailed(activation.GrainId, fault);
        }
    }

    private bool TryRest()
    {
        // Before the swap: right after it another thread may already be running turns.
        _thread = 0;
        if (ReferenceEquals(Interlocked.CompareExchange(ref _arrived, null, Running), Running))
        {
            return true;
        }

        _thread = Environment.CurrentManagedThreadId;
        return false;
    }

    private WorkItem? Take()
    {
        if (_batch is null)
        {
            var newest = Interlocked.Exchange(ref _arrived, Running);
            while (newest is not null && !ReferenceEquals(newest, Running))
            {
                var older = newest.Next;
                newest.Next = _batch;
                _batch = newest;
                newest = older;
            }
        }

        var item = _batch;
        if (item is not null)
        {
            _batch = item.Next;
            item.Next = null;
        }

        return item;
    }
}
