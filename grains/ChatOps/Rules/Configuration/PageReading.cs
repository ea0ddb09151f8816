using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Pages that notes may be about.</summary>
internal static class PageReading
{
    public static ImmutableArray<ChatPage> Read(ConfigurationSection document, ConfigurationFaults faults)
    {
        var pages = ImmutableArray.CreateBuilder<ChatPage>();
        foreach (var section in document.Sections("pages"))
        {
            var page = new ChatPage(section.Text("path") ?? "", section.Text("id"), section.Text("title"));
            section.Done();
            if (page.Path.Length == 0)
                faults.Invalid($"{section.Path}.path", "the path of a page");
            pages.Add(page);
        }

        return pages.ToImmutable();
    }
}
