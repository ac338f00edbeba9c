using Meetings.Server.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Meetings.Server.Tests.Accounts;

public sealed class EnumerationTests
{
    [Theory]
    [InlineData("lan")]
    [InlineData("khong-co")]
    [InlineData("chua-co-mat-khau")]
    public async Task Every_refused_sign_in_costs_one_password_check_whoever_it_names(string userName)
    {
        var hasher = new CountingHasher();
        await using var app = await MeetingsApp.StartAsync(demo: false, services: services => services.AddSingleton<IPasswordHasher<Account>>(hasher));
        await app.AddAccountAsync("lan");
        await app.WithAsync<UserManager<Account>>(accounts =>
            accounts.CreateAsync(new Account { Id = Guid.NewGuid(), UserName = "chua-co-mat-khau", DisplayName = "x" }));
        hasher.Checks = 0;
        var answer = await app.Anonymous().PostAsync("/api/session", new SignInInput(userName, "sai mật khẩu rồi"));
        Assert.Equal("401 sign_in_failed", await answer.OutcomeAsync());
        Assert.Equal(1, hasher.Checks);
    }

    private sealed class CountingHasher : IPasswordHasher<Account>
    {
        private readonly PasswordHasher<Account> _real = new();

        public int Checks { get; set; }

        public string HashPassword(Account user, string password) => _real.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Checks++;
            return _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
