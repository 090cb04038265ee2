namespace IntegrationFunctions.Tests.Compliance;

public sealed class PassThroughWorkflowBackendTests : WorkflowBackendCompliance
{
    protected override WorkflowBackend Create() => new PassThroughWorkflowBackend();
}
