namespace Vespid.Storage.Commits.Batch;

/// <summary>
/// Entities of one table that must be at a version. The commits of a batch mostly rely on the same few: each is looked up once, and
/// <see cref="Uses"/> says whose it is. Here <c>c</c> is the number of the dependency.
/// </summary>
internal sealed class DependencySection : Section
{
    private readonly Column<Guid> _id;
    private readonly Column<long> _version;
    private readonly Dictionary<Dependency, int> _numbers = [];

    public DependencySection(string table)
    {
        _id = Uuid("id");
        _version = Long("version");
        CheckSql = $$"""
            stale_{{table}} AS MATERIALIZED (
                SELECT r.c AS d FROM {rows} LEFT JOIN {{table}} t ON t.id = r.id WHERE t.version IS DISTINCT FROM r.version)
            """;
        Uses = new DependencyUseSection($"stale_{table}");
    }

    /// <summary>Which commits rely on which dependency.</summary>
    public DependencyUseSection Uses { get; }

    public override string CheckSql { get; }

    public void Append(int commit, in Dependency dependency)
    {
        ref var number = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_numbers, dependency, out var known);
        if (!known)
        {
            number = Count;
            Next(number);
            _id.Add(dependency.Id);
            _version.Add(dependency.Version);
        }

        Uses.Append(commit, number);
    }

    public override void Clear()
    {
        base.Clear();
        _numbers.Clear();
    }
}
