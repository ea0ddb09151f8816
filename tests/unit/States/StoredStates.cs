using System.Reflection;
using Vespid.Grains;
using Vespid.Storage.State;

namespace Vespid.Tests.Unit.States;

/// <summary>States that grains keep, as rows of them were written by each release: files <c>tests/unit/States/VERSION/NAME.json</c>.</summary>
internal static class StoredStates
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "unit", "States");

    /// <summary>Types by the first segment of their key.</summary>
    public static IReadOnlyDictionary<string, Type> Types { get; } = typeof(GrainsHosting).Assembly.GetTypes()
        .SelectMany(type => type.GetConstructors())
        .SelectMany(constructor => constructor.GetParameters())
        .Where(parameter => parameter.IsDefined(typeof(CommitStateAttribute)))
        .ToDictionary(parameter => parameter.GetCustomAttribute<CommitStateAttribute>()!.Name, parameter => parameter.ParameterType.GetGenericArguments().Single());

    public static string Version { get; } = typeof(GrainsHosting).Assembly.GetName().Version!.ToString(3);

    /// <summary>All files, from the folder on.</summary>
    public static IEnumerable<string> Rows =>
        Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal);

    public static string Of(string name) => Path.Combine(Version, name + ".json");

    public static string Read(string row) => File.ReadAllText(Path.Combine(Folder, row));

    public static void Write(string row, string json)
    {
        Directory.CreateDirectory(Path.Combine(Folder, Version));
        File.WriteAllText(Path.Combine(Folder, row), json);
    }
}
