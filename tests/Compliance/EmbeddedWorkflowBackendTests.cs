namespace IntegrationFunctions.Tests.Compliance;

public sealed class EmbeddedWorkflowBackendTests : WorkflowBackendCompliance
{
    protected override WorkflowBackend Create() => new EmbeddedWorkflowBackend();
}
