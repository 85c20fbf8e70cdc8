using CustomerGrains.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.Client;

/// <summary>
/// A connection to a CustomerGrains server: the typed clients of its services, and publishers of usage. Safe for use by several threads.
/// Queries have a deadline, and they and changes with a <c>request_id</c> are tried again while the server is not available, see
/// <see cref="CustomerGrainsClientOptions"/>.
/// </summary>
public sealed class CustomerGrainsClient : IDisposable
{
    private static readonly TimeSpan FirstReconnectDelay = TimeSpan.FromMilliseconds(100);

    private readonly GrpcChannel _channel;
    private readonly CallInvoker _invoker;

    /// <summary>Makes a client; it connects with the first call.</summary>
    /// <param name="address">For example <c>http://127.0.0.1:5080</c> (HTTP/2 without TLS) or <c>https://…</c>.</param>
    /// <param name="options">Defaults when not given.</param>
    /// <exception cref="ArgumentException">The address is not an absolute http or https URI, certificates are given and it is not https, or an
    /// option is out of range.</exception>
    public CustomerGrainsClient(Uri address, CustomerGrainsClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"'{address}' is not an address like http://127.0.0.1:5080.", nameof(address));
        }

        options ??= new CustomerGrainsClientOptions();
        if (address.Scheme != "https" && (options.CertificateAuthorities ?? (object?)options.ClientCertificate) is not null)
        {
            throw new ArgumentException($"Certificates are given, and '{address}' is without TLS: it has to be https.", nameof(address));
        }

        options.Validate();
        Address = address;
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            // A proxy between a feed and its server buffers streams and ends idle ones; whoever wants one can put it into the address.
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                UseCookies = false,
                EnableMultipleHttp2Connections = true,
                SslOptions = ClientTls.Of(options),
                ConnectTimeout = options.ConnectTimeout,
                KeepAlivePingDelay = options.KeepAlivePingDelay,
                KeepAlivePingTimeout = options.KeepAlivePingTimeout,
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            },
            DisposeHttpClient = true,
            InitialReconnectBackoff = FirstReconnectDelay,
            MaxReconnectBackoff = options.MaxReconnectDelay,
            MaxReceiveMessageSize = options.MaxReceiveMessageSize,
        });
        _invoker = _channel.CreateCallInvoker();
        var repeating = new RepeatingInvoker(_invoker, options);
        Subscribers = new Subscribers.SubscribersClient(repeating);
        Directory = new V1.Directory.DirectoryClient(repeating);
        Customers = new Customers.CustomersClient(repeating);
        Policies = new Policies.PoliciesClient(repeating);
        Models = new Models.ModelsClient(repeating);
        Facts = new V1.Facts.FactsClient(repeating);
        Reports = new Reports.ReportsClient(repeating);
        Rollups = new Rollups.RollupsClient(repeating);
        Operations = new Operations.OperationsClient(repeating);
        Usage = new UsageFeed.UsageFeedClient(repeating);
    }

    /// <summary>Where the server is.</summary>
    public Uri Address { get; }

    /// <summary>Answers about one subscriber.</summary>
    public Subscribers.SubscribersClient Subscribers { get; }

    /// <summary>Who there is and who holds which number when.</summary>
    public V1.Directory.DirectoryClient Directory { get; }

    /// <summary>Customers, accounts, groups and prospects.</summary>
    public Customers.CustomersClient Customers { get; }

    /// <summary>The policy and its versions.</summary>
    public Policies.PoliciesClient Policies { get; }

    /// <summary>The formulas of churn risk and their versions.</summary>
    public Models.ModelsClient Models { get; }

    /// <summary>What happens to subscribers besides usage.</summary>
    public V1.Facts.FactsClient Facts { get; }

    /// <summary>Counts of all subscribers by their classes.</summary>
    public Reports.ReportsClient Reports { get; }

    /// <summary>What the lines of a customer, an account or a group come to.</summary>
    public Rollups.RollupsClient Rollups { get; }

    /// <summary>For whoever runs the server: digest and statistics.</summary>
    public Operations.OperationsClient Operations { get; }

    /// <summary>The usage feed's queries; to send usage, see <see cref="OpenPublisherAsync"/>.</summary>
    public UsageFeed.UsageFeedClient Usage { get; }

    /// <summary>Opens a stream of usage records, or resumes it.</summary>
    /// <inheritdoc cref="UsagePublisher.OpenAsync" path="/exception"/>
    public Task<UsagePublisher> OpenPublisherAsync(
        string source,
        string stream,
        UsagePublisherOptions? options = null,
        CancellationToken cancellationToken = default) =>
        UsagePublisher.OpenAsync(_invoker, source, stream, options, cancellationToken);

    /// <summary>A subscriber while it changes, from its state or a cursor on, through breaks and restarts.</summary>
    /// <exception cref="ArgumentException">The id is empty, or an option is out of range.</exception>
    public SubscriberWatcher WatchSubscriber(string subscriberId, SubscriberWatchOptions? options = null) => new(Subscribers, subscriberId, options);

    /// <summary>Closes the connection; calls that are under way end.</summary>
    public void Dispose() => _channel.Dispose();
}
