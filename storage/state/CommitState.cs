using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Vespid.Storage.Commits;

namespace Vespid.Storage.State;

/// <summary>The state of one activation.</summary>
internal sealed partial class CommitState<TState> : ICommitState<TState>
    where TState : class, new()
{
    private static readonly TimeSpan LongestReload = TimeSpan.FromSeconds(2);

    private readonly string _key;
    private readonly ICommitLog _log;
    private readonly IStateReader _reader;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _deactivate;

    // Value as it was last compared; made when first needed.
    private byte[]? _payload;
    private bool _stale;

    public CommitState(string key, ICommitLog log, IStateReader reader, TimeProvider time, ILogger logger, Action deactivate)
    {
        _key = key;
        _log = log;
        _reader = reader;
        _time = time;
        _logger = logger;
        _deactivate = deactivate;
    }

    public TState Value { get; private set; } = new();

    public long Version { get; private set; }

    public bool IsInDoubt { get; private set; }

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var (version, json) = await _reader.ReadAsync(_key, cancellationToken).ConfigureAwait(false);
        Value = (json is null ? null : StateJson.Read<TState>(json)) ?? new TState();
        Version = version;
        _payload = null;
        _stale = false;
    }

    public Task RefreshAsync(CancellationToken cancellationToken = default) => LoadAsync(cancellationToken);

    public async ValueTask<CommitOutcome> CommitAsync(
        TState next, ImmutableArray<CommitRow> rows, ImmutableArray<Dependency> dependsOn, Guid? organizationId, CancellationToken cancellationToken = default)
    {
        if (_stale)
            throw Inconsistent("The state could not be read again after a commit whose outcome is unknown.");
        var payload = Changed(next);
        var commit = new Commit
        {
            Id = payload is null ? Guid.Empty : Guid.CreateVersion7(_time.GetUtcNow()),
            OrganizationId = organizationId,
            State = new StateWrite(_key, Version, payload),
            DependsOn = dependsOn.IsDefault ? [] : dependsOn,
            Rows = rows.IsDefault ? [] : rows,
        };
        CommitOutcome outcome;
        try
        {
            outcome = await _log.CommitAsync(commit, cancellationToken);
        }
        catch (CommitOutcomeUnknownException)
        {
            IsInDoubt = true;
            await ReloadAsync();
            throw;
        }

        if (outcome.Status == CommitStatus.Conflict)
            throw Inconsistent("Another activation wrote the state.");
        if (outcome.Status == CommitStatus.Applied && payload is not null)
        {
            Value = next;
            Version = outcome.StateVersion;
            _payload = payload;
            IsInDoubt = false;
        }

        return outcome;
    }

    /// <summary>The payload to write; null when it is the old one, and what is stored is known to be that.</summary>
    private byte[]? Changed(TState next)
    {
        // The new version keeps out what may still land; to verify the old one would not.
        if (IsInDoubt)
            return StateJson.Write(next);
        if (ReferenceEquals(next, Value))
            return null;
        var payload = StateJson.Write(next);
        _payload ??= StateJson.Write(Value);
        return payload.AsSpan().SequenceEqual(_payload) ? null : payload;
    }

    private async Task ReloadAsync()
    {
        // Until it is read, nothing may be decided on it.
        _stale = true;
        try
        {
            using var limit = new CancellationTokenSource(LongestReload, _time);
            await LoadAsync(limit.Token);
        }
        catch (Exception error) when (error is Npgsql.NpgsqlException or OperationCanceledException or TimeoutException or IOException)
        {
            LogReloadFailed(_logger, _key, error);
            _deactivate();
        }
    }

    private InconsistentStateException Inconsistent(string what) =>
        new($"{what} Key {_key}.", "unknown", Version.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [LoggerMessage(Level = LogLevel.Warning, Message = "storage.state.reload_failed key={Key}")]
    private static partial void LogReloadFailed(ILogger logger, string key, Exception error);
}
