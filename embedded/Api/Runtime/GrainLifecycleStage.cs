namespace Orleans.Runtime;

/// <summary>The stages of an activation's lifecycle.</summary>
public static class GrainLifecycleStage
{
    public const int First = int.MinValue;

    /// <summary>State is read.</summary>
    public const int SetupState = 1000;

    /// <summary>The grain's own OnActivateAsync and OnDeactivateAsync run.</summary>
    public const int Activate = 2000;

    public const int Last = int.MaxValue;
}
