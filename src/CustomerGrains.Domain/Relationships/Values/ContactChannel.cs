namespace CustomerGrains.Domain.Relationships;

/// <summary>How customers and we meet. The numbers are stored and those of the API.</summary>
public enum ContactChannel : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>10000, 10086.</summary>
    Hotline = 1,

    /// <summary>营业厅.</summary>
    Shop = 2,

    /// <summary>客户经理.</summary>
    AccountManager = 3,

    /// <summary>电话经理.</summary>
    PhoneManager = 4,

    /// <summary>Text messages.</summary>
    Sms = 5,

    /// <summary>The web site.</summary>
    Online = 6,

    /// <summary>The app.</summary>
    App = 7,

    /// <summary>Mail over the net.</summary>
    Email = 8,

    /// <summary>Mail on paper.</summary>
    Letter = 9,

    /// <summary>Any other.</summary>
    Other = 10,
}
