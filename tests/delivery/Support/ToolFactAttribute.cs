namespace Vespid.Tests.Delivery.Support;

/// <summary>Runs where the programs are, and says plainly which one is missing elsewhere.</summary>
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] programs) => Skip = Needs.Missing(programs);
}
