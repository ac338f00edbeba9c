using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;

namespace Meetings.Server.Demo;

/// <summary>Shows a newcomer whom to sign in as.</summary>
internal sealed class DemoNotice(MeetingsSettings settings, IDemoAccounts accounts) : IStartNotice
{
    private const int Shown = 7;

    public int Order => 20;

    public Task<IReadOnlyList<string>> LinesAsync(string address, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> none = [];
        if (settings.Demo != true)
        {
            return Task.FromResult(none);
        }

        var width = accounts.List.Take(Shown).Max(account => account.UserName.Length);
        return Task.FromResult<IReadOnlyList<string>>(
        [
            $"Chế độ trình diễn, dữ liệu hư cấu / demo mode, invented data.  Mật khẩu / password: {accounts.List[0].Password}",
            .. accounts.List.Take(Shown).Select(account => $"  {account.UserName.PadRight(width)}  {account.DisplayName} ({account.Description})"),
            $"  ... và {accounts.List.Count - Shown} tài khoản khác trên trang đăng nhập / and {accounts.List.Count - Shown} more on the sign-in page",
        ]);
    }
}
