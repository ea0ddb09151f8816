using Vespid.Embedded.Engine;

namespace Orleans.Runtime;

/// <summary>A reference to a grain through one of its interfaces. Two references are equal when they name the same grain.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly GrainInterface _interface;
    private CallTarget? _target;

    internal GrainReference(GrainInterface grainInterface, GrainId grainId)
    {
        _interface = grainInterface;
        GrainId = grainId;
    }

    public GrainId GrainId { get; }

    public GrainInterfaceType InterfaceType => _interface.Name;

    public virtual string InterfaceName => InterfaceType.ToString();

    internal Silo Silo => _interface.Silo;

    /// <summary>A reference to the same grain through another interface.</summary>
    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable => (TGrainInterface)Cast(typeof(TGrainInterface));

    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc cref="GrainId.GetUniformHashCode"/>
    public uint GetUniformHashCode() => GrainId.GetUniformHashCode();

    public sealed override string ToString() => $"GrainReference:{GrainId}";

    internal object Cast(Type interfaceType) => interfaceType.IsInstanceOfType(this) ? this : Silo.Factory.Refer(interfaceType, GrainId);

    /// <summary>The activation that was called last, if it is still there, so that most calls need not ask the catalog.</summary>
    internal CallTarget Target()
    {
        var target = _target;
        return target is { IsGone: false } ? target : _target = Silo.Catalog.Find(GrainId);
    }

    internal Task Call(TaskCall call, int method)
    {
        call.Address(this, _interface.Method(method));
        Silo.Send(call);
        return call.Answered;
    }

    internal Task<TResult> CallForResult<TResult>(TaskCall<TResult> call, int method)
    {
        call.Address(this, _interface.Method(method));
        Silo.Send(call);
        return call.Answered;
    }

    internal void CallOneWay(GrainCall call, int method)
    {
        call.Address(this, _interface.Method(method));
        Silo.SendOneWay(call);
    }

    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) => Equals(reference1, reference2);

    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !Equals(reference1, reference2);
}
