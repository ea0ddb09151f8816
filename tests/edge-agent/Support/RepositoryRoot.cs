namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>Where the checkout is, whose scripts are run.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    public static string Scripts { get; } = System.IO.Path.Combine(Path, "ops", "edge");

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "Vespid.Orleans.sln"))
            ? folder
            : Find(Directory.GetParent(folder)?.FullName ?? throw new InvalidOperationException("The tests run outside the repository."));
}
