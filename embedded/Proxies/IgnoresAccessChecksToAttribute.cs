namespace System.Runtime.CompilerServices;

/// <summary>Known to the runtime by this name: lets generated code see the internal types of another assembly, as internal grain interfaces are.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName => assemblyName;
}
