namespace Vespid.Tests.Storage.Entities.Support;

[CollectionDefinition(EntityStore.Collection)]
public sealed class EntitiesCollection : ICollectionFixture<EntityStore>;
