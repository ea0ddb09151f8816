using System.Net;
using System.Net.Http.Headers;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>How a request gets to somebody outside, what goes wrong with it there, and how its answer comes back.</summary>
internal sealed class Travels(Schedule schedule, WorldTime time, Dice dice)
{
    /// <param name="host">Who sends.</param>
    /// <param name="trouble">What goes wrong.</param>
    /// <param name="take">The receiver takes it.</param>
    /// <param name="answer">What it answers then.</param>
    /// <param name="returned">The answer has come back, so long after the request left.</param>
    /// <param name="cancellationToken">The sender gives up.</param>
    public Task<HttpResponseMessage> SendAsync(
        SimulatedHost host, SendTrouble trouble, Action take, Func<HttpResponseMessage> answer, Action<TimeSpan> returned, CancellationToken cancellationToken)
    {
        if (trouble == SendTrouble.NoConnection)
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        var begun = time.Now;
        var response = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => response.TrySetCanceled(cancellationToken));
        if (trouble == SendTrouble.Late)
            time.After(dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15)), "arrives late", _ => Arrive());
        else
            schedule.Add(null, "arrives", _ => Arrive());
        return response.Task;

        void Arrive()
        {
            if (trouble is SendTrouble.None or SendTrouble.Late or SendTrouble.TakenAndSilent or SendTrouble.TakenAndDropped)
                take();
            if (trouble is not (SendTrouble.Hang or SendTrouble.TakenAndSilent))
                schedule.Add(host.Process, "", _ => Return());
        }

        // What comes when its time is over may be cut off before it is read.
        void Return()
        {
            if (trouble == SendTrouble.TakenAndDropped)
                response.TrySetException(new HttpRequestException(HttpRequestError.ResponseEnded));
            else if (Refusal(trouble) is { } refusal)
                response.TrySetResult(refusal);
            else if (response.TrySetResult(answer()))
                returned(time.Now - begun);
        }
    }

    private HttpResponseMessage? Refusal(SendTrouble trouble)
    {
        switch (trouble)
        {
            case SendTrouble.TooMany:
                var wait = TimeSpan.FromSeconds(1 + dice.Below(4));
                return new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new RetryConditionHeaderValue(wait) } };
            case SendTrouble.Unavailable:
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            case SendTrouble.Broken:
                return new HttpResponseMessage(HttpStatusCode.InternalServerError);
            case SendTrouble.Refused:
                return new HttpResponseMessage(HttpStatusCode.BadRequest);
            default:
                return null;
        }
    }
}
