using System.Buffers;

namespace IntegrationFunctions.Durable.PassThrough.Client;

/// <summary>Which ids Durable Functions takes (its documentation, "Manage instances"): they become keys of tables and parts of addresses.</summary>
internal static class InstanceIds
{
    private const int Longest = 100;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\#?");

    /// <exception cref="ArgumentException">It takes this one not.</exception>
    public static void Check(string id)
    {
        if (id.Length is 0 or > Longest || id[0] == '@' || id.AsSpan().ContainsAny(Forbidden) || id.Any(char.IsControl))
        {
            throw new ArgumentException(
                $"The instance id '{id}' can't be used with Durable Functions: it must have 1 to {Longest} characters, not begin with '@', and "
                    + "hold no '/', '\\', '#', '?' or control character."
            );
        }
    }
}
