using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>The activations of one stateless worker id. A call goes to the one with least to do; another is made while all are busy and there may be more.</summary>
internal sealed class StatelessWorkers(Silo silo, GrainClass grainClass, GrainId grainId) : CallTarget
{
    private readonly Lock _gate = new();
    private readonly List<Worker> _workers = [];

    public override bool IsGone => false;

    public override void Receive(Request request)
    {
        Activation activation;
        lock (_gate)
        {
            var worker = _workers.MinBy(static worker => worker.Load);
            if (worker is null || (worker.Load > 0 && _workers.Count < grainClass.MaxLocalWorkers))
            {
                worker = new Worker(silo.Catalog.Activate(grainClass, grainId, this));
                _workers.Add(worker);
            }

            worker.Load++;
            activation = worker.Activation;
        }

        activation.Receive(request);
    }

    public void Finished(Activation activation)
    {
        lock (_gate)
        {
            if (_workers.Find(worker => ReferenceEquals(worker.Activation, activation)) is { } worker)
            {
                worker.Load--;
            }
        }
    }

    public void Remove(Activation activation)
    {
        lock (_gate)
        {
            _workers.RemoveAll(worker => ReferenceEquals(worker.Activation, activation));
        }

        silo.Catalog.Retire(activation);
    }

    public Activation[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _workers.Select(static worker => worker.Activation)];
        }
    }

    private sealed class Worker(Activation activation)
    {
        public Activation Activation => activation;

        /// <summary>Requests sent to it and not finished.</summary>
        public int Load { get; set; }
    }
}
