namespace Vespid.Tests.Storage.Support;

[CollectionDefinition(StorageServer.Collection)]
public sealed class StorageCollection : ICollectionFixture<StorageServer>;
