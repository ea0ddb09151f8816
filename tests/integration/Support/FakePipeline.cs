using System.Text.Json.Nodes;
using Vespid.Vendors;

namespace Vespid.Tests.Integration.Support;

/// <summary>The operator's own pipeline: an address that is posted runs.</summary>
public sealed class FakePipeline : FakeApi
{
    private readonly SemaphoreSlim _open = new(1, 1);
    private bool _fails;

    private FakePipeline()
    {
    }

    /// <summary>Ids of runs that were asked for, repeats among them.</summary>
    public Ledger<string> Runs { get; } = new();

    public static async Task<FakePipeline> StartAsync()
    {
        var pipeline = new FakePipeline();
        await pipeline.ListenOnAsync(0);
        return pipeline;
    }

    /// <summary>Whether runs fail.</summary>
    public void Fail(bool fails) => _fails = fails;

    /// <summary>Runs that come do not end before the gate is opened.</summary>
    public void Close() => _open.Wait();

    public void Open() => _open.Release();

    protected override ApiAnswer Answer(ApiCall call)
    {
        Runs.Add(_ => call.Json["run_id"]!.ToString());
        _open.Wait();
        _open.Release();
        return new(200, _fails
            ? new JsonObject { ["status"] = "failed", ["error"] = "the sink is full" }
            : new JsonObject { ["status"] = "ok", ["changes"] = 3, ["delivered"] = 2, ["url"] = "https://example.com/runs/1" });
    }
}
