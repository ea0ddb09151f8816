using Vespid.Tests.EngineCompliance.Behaviours;

namespace Vespid.Tests.EngineCompliance.Engines;

public sealed class EmbeddedTurns() : TurnBehaviours(new EmbeddedEngine());

public sealed class EmbeddedInterleaving() : InterleavingBehaviours(new EmbeddedEngine());

public sealed class EmbeddedCalls() : CallBehaviours(new EmbeddedEngine());

public sealed class EmbeddedContext() : ContextBehaviours(new EmbeddedEngine());

public sealed class EmbeddedLife() : LifeBehaviours(new EmbeddedEngine());

public sealed class EmbeddedCollection() : CollectionBehaviours(new EmbeddedEngine());

public sealed class EmbeddedTimers() : TimerBehaviours(new EmbeddedEngine());

public sealed class EmbeddedReminders() : ReminderBehaviours(new EmbeddedEngine());

public sealed class EmbeddedState() : StateBehaviours(new EmbeddedEngine());

public sealed class EmbeddedWorkers() : WorkerBehaviours(new EmbeddedEngine());

public sealed class EmbeddedIdentity() : IdentityBehaviours(new EmbeddedEngine());

public sealed class EmbeddedFilters() : FilterBehaviours(new EmbeddedEngine());

public sealed class EmbeddedStop() : StopBehaviours(new EmbeddedEngine());

public sealed class EmbeddedObservers() : ObserverBehaviours(new EmbeddedEngine());
