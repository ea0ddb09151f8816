using System.Text.Json;
using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>What Discord sends on a connection.</summary>
/// <param name="Name">Dispatch, or one of the constants.</param>
/// <param name="Data">Of a dispatch.</param>
/// <param name="Sequence">Of a dispatch, from 1.</param>
internal sealed record GatewayFrame(string Name, JsonElement Data, int Sequence)
{
    public const string Beat = "(beat)";
    public const string Invalid = "(invalid)";
    public const string Resumed = "RESUMED";
}

/// <summary>A connection: frames arrive one after the other in the order in which they were sent, and not all at once.</summary>
internal sealed class GatewayLine(Schedule schedule, HostProcess process)
{
    private readonly Queue<GatewayFrame?> _travelling = new();
    private readonly Queue<GatewayFrame?> _arrived = new();
    private TaskCompletionSource? _waiting;
    private bool _isSilent;

    public bool IsOpen { get; private set; } = true;

    /// <summary>Number of the process at its end.</summary>
    public int Process => process.Number;

    public void Send(GatewayFrame frame)
    {
        if (!_isSilent)
            Put(frame);
    }

    /// <summary>What is on its way still arrives.</summary>
    public void Break()
    {
        if (!IsOpen)
            return;
        IsOpen = false;
        Put(null);
    }

    public void FallSilent() => (_isSilent, IsOpen) = (true, false);

    /// <returns>Null when the connection is over.</returns>
    public async Task<GatewayFrame?> NextAsync(CancellationToken cancellationToken)
    {
        while (_arrived.Count == 0)
        {
            _waiting = new TaskCompletionSource();
            await using var _ = cancellationToken.Register(static waiting => ((TaskCompletionSource)waiting!).TrySetCanceled(), _waiting);
            await _waiting.Task;
        }

        return _arrived.Dequeue();
    }

    private void Put(GatewayFrame? frame)
    {
        _travelling.Enqueue(frame);
        schedule.Add(process, "", _ =>
        {
            _arrived.Enqueue(_travelling.Dequeue());
            _waiting?.TrySetResult();
        });
    }
}
