using Vespid.Tests.Simulation.Running;

return SimulationCommand.Run(args, Console.Out);
