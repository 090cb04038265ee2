namespace IntegrationFunctions.Identity.Quotas;

/// <summary>Which plan a tenant is on.</summary>
public interface ITenantPlans
{
    /// <summary>As calls are measured by it: another process' change is seen within ten seconds, one of this process at once.</summary>
    ValueTask<TenantPlan> Current(string tenantId, CancellationToken ct = default);

    /// <summary>Puts a tenant on a plan.</summary>
    /// <exception cref="ArgumentException">There is no such plan or time zone; the message says which there are.</exception>
    Task<TenantPlan> Set(string tenantId, string plan, string? timeZone = null, CancellationToken ct = default);

    /// <summary>As <see cref="Set"/>, where nobody has said anything yet.</summary>
    Task Begin(string tenantId, string plan, CancellationToken ct = default);
}

/// <summary>A tenant's plan.</summary>
/// <param name="Plan">What it may use.</param>
/// <param name="TimeZone">Whose calendar months count.</param>
public sealed record TenantPlan(Plan Plan, TimeZoneInfo TimeZone)
{
    /// <summary>The month that counts, <c>2026-01</c>.</summary>
    public string Month(DateTimeOffset now) =>
        TimeZoneInfo.ConvertTime(now, TimeZone).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>When the next month begins.</summary>
    public DateTimeOffset NextMonth(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, TimeZone);
        var first = new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);
        // Where a month begins with an hour that the clocks leave out, it begins with the next one.
        while (TimeZone.IsInvalidTime(first))
        {
            first = first.AddMinutes(15);
        }
        return new DateTimeOffset(first, TimeZone.GetUtcOffset(first)).ToUniversalTime();
    }
}
