using System.Text;
using IntegrationFunctions.Functions.Http.Pages;
using IntegrationFunctions.Functions.Http.SignIn;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.OAuth;
using OpenIddict.Abstractions;

namespace IntegrationFunctions.Functions.Http.OAuth;

/// <summary>Asks a person whether an application may have what it asks for.</summary>
internal static class ConsentPage
{
    public static IResult Show(
        HttpContext http,
        OpenIddictRequest request,
        OAuthApplication application,
        User user,
        string tenantId,
        IReadOnlyList<string> scopes
    )
    {
        PageHeaders.LetFormsLeadTo(http.Response, Origin(request.RedirectUri));
        var hidden = new StringBuilder();
        foreach (var parameter in request.GetParameters().Where(p => p.Key != "decision"))
        {
            hidden.Append(
                $"""<input type="hidden" name="{SignInFrame.Text(parameter.Key)}" value="{SignInFrame.Text((string?)parameter.Value)}">"""
            );
        }
        var list = string.Concat(scopes.Select(scope => $"<li>{SignInFrame.Text(Say(scope))}</li>"));
        var data = application.Live ? "live data" : "the sandbox";
        return SignInFrame.Page(
            $"Allow {application.DisplayName}?",
            $"""
            <p>{SignInFrame.Text(user.Name)}, the application <b>{SignInFrame.Text(
                application.DisplayName
            )}</b> asks to work in your name on {data} of {SignInFrame.Text(tenantId)}. It could:</p>
            <ul>{list}</ul>
            <p>You can take this back at any time. Afterwards you go to {SignInFrame.Text(
                Origin(request.RedirectUri)
            )}.</p>
            <form method="post" action="/connect/authorize">
              {hidden}
              <button name="decision" value="allow">Allow</button>
              <button name="decision" value="deny" class="second">No</button>
            </form>
            """
        );
    }

    private static string Origin(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) ? $"{uri.Scheme}://{uri.Authority}" : "";

    private static string Say(string scope) =>
        scope.Split(':') switch
        {
            [var what, "read"] => $"read {what}",
            [var what, "write"] => $"read and change {what}",
            [var what, "approve"] => $"approve {what}",
            _ => "go on while you are away",
        };
}
