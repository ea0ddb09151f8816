namespace Vespid.Tests.Fuzz;

/// <summary>Where the checkout is, whose artifacts folder takes the figures of a run.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "Vespid.Orleans.sln"))
            ? folder
            : Find(Directory.GetParent(folder)?.FullName ?? throw new InvalidOperationException("The tests run outside the repository."));
}
