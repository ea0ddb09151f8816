namespace Vespid.Storage.Snapshots;

/// <summary>By what accounts are looked up, as a predicate on <c>channel_accounts a</c>. Compares by value.</summary>
internal readonly record struct AccountLookup
{
    private const string ByNameSql = "a.channel_id = $1 AND a.account_key = $2";
    private const string ByIngressKeySql = "a.ingress_key = $1";
    private const string ByIdSql = "a.id = $1";

    private AccountLookup(string predicate, string? first, string? second, Guid id) => (Predicate, First, Second, Id) = (predicate, first, second, id);

    public string Predicate { get; }

    public string? First { get; }

    public string? Second { get; }

    public Guid Id { get; }

    public static AccountLookup ByName(string channelId, string accountKey) => new(ByNameSql, channelId, accountKey, Guid.Empty);

    public static AccountLookup ByIngressKey(string ingressKey) => new(ByIngressKeySql, ingressKey, null, Guid.Empty);

    public static AccountLookup ById(Guid id) => new(ByIdSql, null, null, id);

    /// <summary>The statement with what the predicate looks for.</summary>
    public Statement Ask(string sql) => Predicate switch
    {
        ByIdSql => new Statement(sql).With(Id),
        ByIngressKeySql => new Statement(sql).With(First),
        _ => new Statement(sql).With(First).With(Second),
    };
}
