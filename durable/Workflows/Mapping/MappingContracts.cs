namespace IntegrationFunctions.Workflows.Mapping;

/// <summary>Which run to do. Instance id of the workflow = <see cref="RunId"/>.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="IntegrationId"><c>int_...</c></param>
/// <param name="ObjectName">Which records.</param>
/// <param name="RunId"><c>mrn_...</c></param>
/// <param name="Activates">Whether the run's version is to come into force first; false for a dry run.</param>
public sealed record MappingRunInput(
    string TenantId,
    string IntegrationId,
    string ObjectName,
    string RunId,
    bool Activates
);

/// <summary>How a run stands: output and custom status of <c>RemapRecords</c>. The run itself has the examples.</summary>
/// <param name="Status"><c>running</c>, <c>succeeded</c> or <c>superseded</c>.</param>
/// <param name="Records">Records mapped so far.</param>
/// <param name="Changed">Those that become something else.</param>
/// <param name="Faulty">Those that can't be mapped.</param>
/// <param name="LeftOut">Those that the condition leaves out.</param>
public sealed record MappingRunFigures(string Status, long Records, long Changed, long Faulty, long LeftOut)
{
    /// <summary>Whether nothing is left to do.</summary>
    public bool IsDone => Status != "running";
}

/// <summary>A run that could not go on.</summary>
public sealed record FailMappingRunInput(MappingRunInput Run, string ErrorCode, string ErrorMessage);
