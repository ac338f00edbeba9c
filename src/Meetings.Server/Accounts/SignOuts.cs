using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts;

/// <summary>Ends every session of an account: cookies carry the security stamp, and open sockets hear the news.</summary>
/// <remarks>Apart from Sessions, which asks the directory for roles, while the directory asks the account register.</remarks>
internal sealed class SignOuts(UserManager<Account> accounts, INews news)
{
    public async Task EverywhereAsync(AccountId account, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(account.Value.ToString()) is { } known)
        {
            await accounts.UpdateSecurityStampAsync(known);
            await news.TellAsync(new SignedOutEverywhere(account), cancellationToken);
        }
    }
}
