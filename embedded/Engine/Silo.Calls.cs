using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>The way of a call.</summary>
internal sealed partial class Silo
{
    /// <summary>Sends a call that its caller waits for.</summary>
    public void Send(GrainCall call)
    {
        if (!Accepts(call))
        {
            call.RefuseUnsent(Unavailable());
            return;
        }

        try
        {
            Contracts?.CopyArguments(call);
        }
        catch (NotSupportedException refused)
        {
            call.RefuseUnsent(refused);
            return;
        }

        call.Deadline = Clock.After(call.ResponseTimeout(this) + Options.ResponseTimeoutPrecision);
        InFlight.Add(call);
        if (call.Method.TakesToken && !call.TryHandOnToken())
        {
            return;
        }

        Deliver(call);
    }

    /// <summary>Sends a call that nobody waits for.</summary>
    /// <exception cref="NotSupportedException">In strict mode: an argument is not a contract. There is no task to say so.</exception>
    public void SendOneWay(GrainCall call)
    {
        if (!Accepts(call))
        {
            call.RefuseUnsent(Unavailable());
            return;
        }

        Contracts?.CopyArguments(call);
        InFlight.CountOneWay();
        Deliver(call);
    }

    public void Deliver(GrainCall call)
    {
        try
        {
            if (_phase == SiloPhase.Stopped)
            {
                call.Refuse(new SiloUnavailableException("The silo has stopped."));
                return;
            }

            call.Reference.Target().Receive(call);
        }
        catch (ArgumentException unknown)
        {
            call.Refuse(unknown);
        }
    }

    public void Answered(GrainCall call) => InFlight.Remove(call);

    private bool Accepts(GrainCall call) => _phase == SiloPhase.Running || (_phase == SiloPhase.Draining && call.Source is not null);

    private SiloUnavailableException Unavailable() => new(_phase switch
    {
        SiloPhase.Created => "The silo has not started.",
        SiloPhase.Stopped => "The silo has stopped.",
        _ => "The silo is stopping.",
    });
}
