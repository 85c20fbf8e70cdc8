namespace CustomerGrains.Storage.ReadModel;

/// <summary>Subscribers as rows, for search, lists and reports: derived, a little behind, and possible to make again, but for the days
/// (<see cref="KeepDayAsync"/>). Thread-safe.</summary>
public interface IReadModel : IAsyncDisposable
{
    /// <summary>Done when classes can be read and rows written.</summary>
    /// <exception cref="StoreException">The rows cannot be read.</exception>
    Task Ready { get; }

    /// <summary>Of the last <see cref="WriteAsync"/>.</summary>
    ReadModelStamp Stamp { get; }

    /// <summary>Rows that there are.</summary>
    int Count { get; }

    /// <summary>Writes rows, each unless a later one is there, and the stamp, in one transaction.</summary>
    /// <exception cref="StoreException">Nothing was written.</exception>
    Task WriteAsync(IReadOnlyList<SubscriberRow> rows, ReadModelStamp stamp);

    /// <summary>Removes a subscriber's row. Whoever does so has stopped handing in rows of it.</summary>
    /// <exception cref="StoreException">Nothing was removed.</exception>
    Task DeleteAsync(string subscriberId);

    /// <summary>Whether the row differs in a class from the one written, or there is none.</summary>
    bool IsClassChange(SubscriberRow row);

    /// <exception cref="StoreException">Rows cannot be read.</exception>
    Task<RowPage> SearchAsync(RowQuery query, CancellationToken cancellationToken);

    /// <summary>How many rows there are, exactly.</summary>
    /// <exception cref="StoreException">Rows cannot be read.</exception>
    Task<long> CountAsync(RowCondition? condition, CancellationToken cancellationToken);

    /// <summary>Shows some fields of every row that is wanted to <paramref name="visit"/>, as of one moment, in no order, on a thread of its own. A million
    /// rows take about a second.</summary>
    /// <exception cref="StoreException">Rows cannot be read.</exception>
    Task ScanAsync(RowCondition? condition, IReadOnlyList<RowField> fields, RowVisitor visit, CancellationToken cancellationToken);

    /// <summary>Looks at the classes of all subscribers at one moment. What <paramref name="read"/> is given holds only until it returns; rows
    /// are not written meanwhile, so it is quick.</summary>
    Task<T> ReadClassesAsync<T>(Func<ClassView, T> read, CancellationToken cancellationToken);

    /// <summary>Keeps the classes of all subscribers for a day, unless they are kept already.</summary>
    /// <exception cref="StoreException">Nothing was kept.</exception>
    Task KeepDayAsync(ReportDay day, CancellationToken cancellationToken);

    /// <summary>Lets days before this one go.</summary>
    /// <exception cref="StoreException">They are still there.</exception>
    Task ForgetDaysAsync(int before, CancellationToken cancellationToken);

    /// <summary>The days kept, oldest first.</summary>
    /// <exception cref="StoreException">They cannot be read.</exception>
    Task<IReadOnlyList<ReportDay>> ListDaysAsync(CancellationToken cancellationToken);

    /// <summary>Some classes of a day; null when the day is not kept. A class that was no field then is 0 or empty.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    Task<ClassView?> OpenDayAsync(int day, IReadOnlyCollection<RowField> fields, CancellationToken cancellationToken);

    /// <summary>Who has these rows' numbers; those that are gone are left out.</summary>
    /// <exception cref="StoreException">They cannot be read.</exception>
    Task<IReadOnlyList<string>> ReadIdsAsync(IReadOnlyCollection<int> rows, CancellationToken cancellationToken);
}
