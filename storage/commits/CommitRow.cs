namespace Vespid.Storage.Commits;

/// <summary>A row that a commit appends or changes. One sealed record a kind; the storage knows the SQL of each.</summary>
public abstract record CommitRow;
