using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Vespid.Gateway.Health;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.Health;

public sealed class HealthBoardTests
{
    private readonly SteppingTime _clock = new();
    private readonly FakeLease _lease = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly CountingProbe _probe = new();

    [Fact]
    public async Task Probes_are_asked_once_a_second_however_often_the_board_is()
    {
        var board = Board();
        for (var i = 0; i < 5; i++)
            Assert.Equal((true, "ready"), await StatusAsync(board));
        Assert.Equal(1, _probe.Asked);
        _clock.Move(TimeSpan.FromSeconds(1));
        await board.LookAsync();
        Assert.Equal(2, _probe.Asked);
    }

    [Fact]
    public async Task A_lease_that_was_lost_is_told_at_once()
    {
        var board = Board();
        Assert.True((await board.LookAsync()).Active);
        _lease.Lose();
        Assert.False((await board.LookAsync()).Active);
    }

    [Fact]
    public async Task A_word_to_stop_is_told_at_once()
    {
        var board = Board();
        await board.LookAsync();
        _lifetime.StopApplication();
        Assert.Equal((false, "stopping"), await StatusAsync(board));
    }

    [Theory]
    [InlineData(true, false, "down")]
    [InlineData(false, true, "degraded")]
    public async Task A_dependency_that_is_down_matters_when_it_is_required(bool required, bool ok, string status)
    {
        (_probe.Required, _probe.State) = (required, HealthState.Down);
        Assert.Equal((ok, status), await StatusAsync(Board()));
    }

    private static async Task<(bool Ok, string Status)> StatusAsync(HealthBoard board)
    {
        var answer = await board.LookAsync();
        return (answer.Ok, answer.Status);
    }

    private HealthBoard Board() => new([_probe], _lease, _lifetime, _clock);

    private sealed class CountingProbe : IHealthProbe
    {
        public int Asked { get; private set; }

        public HealthState State { get; set; } = HealthState.Ready;

        public string Name => "thing";

        public bool Required { get; set; } = true;

        public ValueTask<ProbeResult> CheckAsync(CancellationToken cancellationToken)
        {
            Asked++;
            return ValueTask.FromResult(new ProbeResult(State));
        }
    }
}
