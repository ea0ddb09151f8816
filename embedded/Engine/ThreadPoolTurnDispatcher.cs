namespace Vespid.Embedded.Engine;

internal sealed class ThreadPoolTurnDispatcher : ITurnDispatcher
{
    public void Dispatch(IThreadPoolWorkItem turn) => ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: true);
}
