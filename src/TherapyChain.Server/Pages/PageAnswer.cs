namespace TherapyChain.Server.Pages;

/// <summary>The status of a page that says no.</summary>
internal static class PageAnswer
{
    /// <summary>Set when the answer begins: a page that says 404 while it is rendered is not sent.</summary>
    public static void AnswerWith(this HttpContext http, int status) => http.Response.OnStarting(() =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });
}
