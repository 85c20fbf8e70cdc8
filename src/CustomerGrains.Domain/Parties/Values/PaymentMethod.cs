namespace CustomerGrains.Domain.Parties;

/// <summary>How an account is paid. The numbers are stored.</summary>
public enum PaymentMethod : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    Cash = 1,

    /// <summary>The bank collects (银行托收).</summary>
    BankCollection = 2,

    /// <summary>The bank is told to pay (银行代扣).</summary>
    DirectDebit = 3,

    /// <summary>A group pays for its members (集团统付).</summary>
    GroupPaid = 4,
}
