Console.Error.WriteLine("usage: Meetings.Load attend N | bench");
