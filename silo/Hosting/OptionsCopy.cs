using System.Collections;
using System.Reflection;

namespace Vespid.Silo.Hosting;

/// <summary>Puts settings that were read before the container existed into the options of the container.</summary>
internal static class OptionsCopy
{
    public static void Copy<T>(T from, T to)
        where T : class
    {
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is { IsPublic: true })
                property.SetValue(to, property.GetValue(from));
            else if (property.GetMethod is not null && property.GetValue(from) is IEnumerable items && property.GetValue(to) is { } target)
                AddAll(items, target);
        }
    }

    private static void AddAll(IEnumerable items, object target)
    {
        var add = target.GetType().GetInterfaces()
            .First(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ICollection<>))
            .GetMethod(nameof(ICollection<>.Add))!;
        foreach (var item in items)
            add.Invoke(target, [item]);
    }
}
