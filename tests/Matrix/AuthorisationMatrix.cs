using System.Text.Json.Nodes;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Matrix;

/// <summary>An operation of the API, and who may call it.</summary>
internal sealed record MatrixRow(string Operation, string Scope, IReadOnlySet<Role> Roles);

/// <summary>An operation as the API's description has it.</summary>
internal sealed record DescribedOperation(
    string Id,
    HttpMethod Method,
    string Path,
    string Scope,
    IReadOnlySet<Role> Roles,
    string MediaType
);

/// <summary>The table that people decide, and the description that the server gives.</summary>
internal static class AuthorisationMatrix
{
    public static IReadOnlyList<MatrixRow> Read() =>
        [
            .. File.ReadLines(Path.Combine(Repository.Root, "tests", "Matrix", "matrix.txt"))
                .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(cells => new MatrixRow(cells[0], cells[1], Roles(cells[2..]))),
        ];

    public static IReadOnlyList<DescribedOperation> Of(JsonNode description) =>
        [
            .. from path in description["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            where operation.Value!["operationId"] is not null
            select new DescribedOperation(
                operation.Value!["operationId"]!.GetValue<string>(),
                new HttpMethod(operation.Key.ToUpperInvariant()),
                path.Key,
                operation.Value["x-scope"]?.GetValue<string>() ?? "",
                Roles([.. (operation.Value["x-roles"]?.AsArray() ?? []).Select(r => r!.GetValue<string>())]),
                operation.Value["requestBody"]?["content"]?.AsObject().First().Key ?? "application/json"
            ),
        ];

    private static HashSet<Role> Roles(string[] names) =>
        names is ["any"] ? [.. Enum.GetValues<Role>()] : [.. names.Select(n => Enum.Parse<Role>(n, ignoreCase: true))];
}
