using Vespid.Tests.EngineCompliance.Behaviours;

namespace Vespid.Tests.EngineCompliance.Engines;

public sealed class PackagesTurns() : TurnBehaviours(new PackagesEngine());

public sealed class PackagesInterleaving() : InterleavingBehaviours(new PackagesEngine());

public sealed class PackagesCalls() : CallBehaviours(new PackagesEngine());

public sealed class PackagesContext() : ContextBehaviours(new PackagesEngine());

public sealed class PackagesLife() : LifeBehaviours(new PackagesEngine());

public sealed class PackagesTimers() : TimerBehaviours(new PackagesEngine());

public sealed class PackagesReminders() : ReminderBehaviours(new PackagesEngine());

public sealed class PackagesState() : StateBehaviours(new PackagesEngine());

public sealed class PackagesWorkers() : WorkerBehaviours(new PackagesEngine());

public sealed class PackagesIdentity() : IdentityBehaviours(new PackagesEngine());

public sealed class PackagesFilters() : FilterBehaviours(new PackagesEngine());

public sealed class PackagesStop() : StopBehaviours(new PackagesEngine());

public sealed class PackagesObservers() : ObserverBehaviours(new PackagesEngine());
