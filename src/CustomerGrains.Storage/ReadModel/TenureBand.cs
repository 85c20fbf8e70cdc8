namespace CustomerGrains.Storage.ReadModel;

/// <summary>How long a subscriber has been one, in the bands that reports compare by. The numbers are stored.</summary>
public enum TenureBand : byte
{
    /// <summary>Not known.</summary>
    None = 0,
    Under3Months = 1,
    Under12Months = 2,
    Under24Months = 3,
    Under60Months = 4,
    From60Months = 5,
}
