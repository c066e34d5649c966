return await TherapyChain.Server.Start.RunAsync(args);
