namespace Vespid.Bench.Table.Load;

/// <summary>What is sent.</summary>
/// <param name="Conversations">Active set: so many conversations take turns.</param>
/// <param name="PathOf">Ingress path of a conversation.</param>
/// <param name="Expected">Part of each good answer; empty to look only at the status.</param>
internal sealed record Traffic(int Conversations, Func<int, string> PathOf, string Expected)
{
    /// <summary>Everything to one account.</summary>
    public static Traffic To(string path, string expected) => new(1_000, _ => path, expected);
}
