namespace IntegrationFunctions.Durable.PassThrough.Client;

/// <summary>The task hub does not hand out histories.</summary>
public sealed class HistoryNotSupportedException(Exception inner)
    : NotSupportedException(
        "The Durable Functions extension does not hand out histories over gRPC. What an instance has come to is in its status; "
            + "its steps are in the extension's tables and in Application Insights.",
        inner
    );
