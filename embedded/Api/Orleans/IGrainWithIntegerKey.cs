namespace Orleans;

/// <summary>Marks a grain interface whose grains are identified by an integer.</summary>
public interface IGrainWithIntegerKey : IGrain;
