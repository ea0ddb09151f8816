namespace Vespid.Storage.Commits.Batch;

/// <summary>Commits and the dependencies of one table that they rely on, by number.</summary>
internal sealed class DependencyUseSection : Section
{
    private readonly Column<int> _dependency;

    public DependencyUseSection(string stale)
    {
        _dependency = Int("d");
        FailedSql = $$"""
            SELECT r.c, 4 FROM {{stale}} s JOIN {rows} ON r.d = s.d
            """;
    }

    public override string FailedSql { get; }

    public void Append(int commit, int dependency)
    {
        Next(commit);
        _dependency.Add(dependency);
    }
}
