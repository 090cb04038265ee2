using IntegrationFunctions.Functions.Cli;

return await CommandLine.Run(args);
