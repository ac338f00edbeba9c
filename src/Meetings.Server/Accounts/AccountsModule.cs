namespace Meetings.Server.Accounts;

/// <summary>Sign-in, sessions, passwords and the first administrator.</summary>
public static class AccountsModule
{
    public static IHostApplicationBuilder AddAccounts(this IHostApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
