namespace Vespid.Storage.Commits.Batch;

/// <summary>
/// States that must be at a version and stay as they are. No lock: a commit that only verifies is as good as done before one that
/// writes the same state at the same time, because neither saw the other.
/// </summary>
internal sealed class StateVerifySection : Section
{
    private readonly Column<string?> _key;
    private readonly Column<long> _expected;

    public StateVerifySection()
    {
        _key = Text("key");
        _expected = Long("expected");
    }

    public override string FailedSql => """
        SELECT r.c, 3 FROM {rows} LEFT JOIN grain_state g ON g.key = r.key WHERE coalesce(g.version, 0) <> r.expected
        """;

    public void Append(int commit, StateWrite state)
    {
        Next(commit);
        _key.Add(PostgresText.Clean(state.Key));
        _expected.Add(state.ExpectedVersion);
    }
}
