using TherapyChain.Storage.Tests;
using Xunit.Runner.InProc.SystemConsole;

return args is [CrashTests.ChildVerb, var path] ? await CrashTests.AppendUntilKilledAsync(path) : await ConsoleRunner.Run(args);
