namespace Orleans;

/// <summary>Which members get ids without saying so.</summary>
public enum GenerateFieldIds
{
    None = 0,
    PublicProperties = 1,
}
