using System.Text.Encodings.Web;

namespace IntegrationFunctions.Functions.Http.SignIn;

/// <summary>What pages around signing in have in common: a card with a form, without a script, in the colours of the system.</summary>
internal static class SignInFrame
{
    public static IResult Page(string title, string body, int status = StatusCodes.Status200OK) =>
        TypedResults.Content(
            $$"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{{Text(title)}} · Integration Functions</title>
              <link rel="icon" href="data:,">
              <style>
                :root { color-scheme: light dark; --ink: #14213d; --soft: #5b6478; --paper: #f7f8fb; --card: #fff; --line: #c9d0dd; --accent: #0f6e84; --on: #fff; --bad: #a3241f; }
                @media (prefers-color-scheme: dark) { :root { --ink: #e9edf5; --soft: #a3adc2; --paper: #10141d; --card: #181e2a; --line: #46506a; --accent: #5cc3d8; --on: #10141d; --bad: #ff9d94; } }
                * { box-sizing: border-box; }
                body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
                main { max-width: 26rem; margin: 0 auto; padding: 10vh 1rem 4rem; }
                section { padding: 1.75rem; border: 1px solid var(--line); border-radius: .8rem; background: var(--card); }
                h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 1rem; }
                p { color: var(--soft); margin: 0 0 1rem; }
                label { display: block; font-weight: 600; margin: 0 0 .25rem; }
                input:not([type=hidden]) { width: 100%; padding: .6rem .7rem; margin: 0 0 1rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; }
                button { padding: .65rem 1.1rem; font: inherit; font-weight: 600; color: var(--on); background: var(--accent); border: 1px solid var(--accent); border-radius: .4rem; cursor: pointer; }
                button.second { color: var(--accent); background: none; }
                :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
                .error { color: var(--bad); font-weight: 600; }
                ul { padding-left: 1.2rem; margin: 0 0 1rem; }
              </style>
            </head>
            <body><main><section>
            <h1>{{Text(title)}}</h1>
            {{body}}
            </section></main></body>
            </html>
            """,
            "text/html; charset=utf-8",
            statusCode: status
        );

    /// <summary>As text between tags or in a quoted attribute.</summary>
    public static string Text(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    public static string Error(string? error) =>
        error is null ? "" : $"""<p class="error" role="alert">{Text(error)}</p>""";

    /// <summary>An address of this server to go on to; anything else leads to the first page.</summary>
    public static string Local(string? address) =>
        address is ['/', not ('/' or '\\'), ..] && !address.Any(c => char.IsControl(c) || c == '\\') ? address : "/";
}
