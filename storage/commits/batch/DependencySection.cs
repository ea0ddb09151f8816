namespace Vespid.Storage.Commits.Batch;

/// <summary>Entities of one table that must be at a version.</summary>
internal sealed class DependencySection : Section
{
    private readonly Column<Guid> _id;
    private readonly Column<long> _version;

    public DependencySection(string table)
    {
        _id = Uuid("id");
        _version = Long("version");
        FailedSql = $$"""
            SELECT r.c, 4 FROM {rows} LEFT JOIN {{table}} t ON t.id = r.id WHERE t.version IS DISTINCT FROM r.version
            """;
    }

    public override string FailedSql { get; }

    public void Append(int commit, in Dependency dependency)
    {
        Next(commit);
        _id.Add(dependency.Id);
        _version.Add(dependency.Version);
    }
}
