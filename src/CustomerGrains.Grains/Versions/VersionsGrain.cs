using System.Security.Cryptography;
using System.Text;
using CustomerGrains.Domain.Documents;
using CustomerGrains.Grains.Entities;
using Orleans.Storage;

namespace CustomerGrains.Grains.Versions;

/// <inheritdoc cref="IVersionsGrain"/>
/// <remarks>The index names texts by their digests and is written behind them: what it names is there, and a text that it does not name is
/// of no consequence.</remarks>
[GrainType("versions")]
public sealed class VersionsGrain : Grain, IVersionsGrain
{
    /// <summary>A caller that retries does so at once; as many others may come between.</summary>
    private const int MaxRequests = 64;
    private const int MaxActivations = 1_000;

    private readonly IPersistentState<VersionIndex> _index;
    private readonly IGrainFactory _grains;

    public VersionsGrain([PersistentState("version-index", Documents.StorageName)] IPersistentState<VersionIndex> index, IGrainFactory grains)
    {
        _index = index;
        _grains = grains;
    }

    private VersionIndex Index => _index.State;

    private uint Active => Index.Activations.Count == 0 ? DocumentKind.BuiltInVersion : Index.Activations[^1].Number;

    private DocumentKind Kind => DocumentKinds.Find(this.GetPrimaryKeyString());

    public async Task<VersionInfo> Create(CreateVersion command, CancellationToken cancellationToken = default)
    {
        await _index.ReadStateAsync(cancellationToken);
        var key = "create " + command.RequestId;
        if (Answered(key) is { } number) return Index.Versions[(int)number - 1];
        var check = Kind.Check(command.Text);
        if (check.Text is null) throw new ArgumentException($"The document is wrong: {string.Join(" ", check.Problems)}", nameof(command));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(check.Text)));
        await TextOf(digest).Keep(check.Text, cancellationToken);
        var version = new VersionInfo((uint)Index.Versions.Count + 1, digest, check.Title, check.Note, command.Time, command.Actor, command.Reason);
        Index.Versions.Add(version);
        await SaveAsync(key, version.Number, cancellationToken);
        return version;
    }

    public async Task<ActivateReceipt> Activate(ActivateVersion command, CancellationToken cancellationToken = default)
    {
        await _index.ReadStateAsync(cancellationToken);
        var key = "activate " + command.RequestId;
        if (Answered(key) is not null) return new ActivateReceipt(ActivateStatus.Done, Active);
        if (command.Number > Index.Versions.Count) return new ActivateReceipt(ActivateStatus.NotFound, Active);
        if (command.Expected is { } expected && expected != Active) return new ActivateReceipt(ActivateStatus.OtherActive, Active);
        if (command.Number == Active) return new ActivateReceipt(ActivateStatus.Done, Active);
        Index.Activations.Add(new VersionActivation(command.Number, Active, command.Time, command.Actor, command.Reason, command.Since));
        if (Index.Activations.Count > MaxActivations) Index.Activations.RemoveAt(0);
        await SaveAsync(key, command.Number, cancellationToken);
        return new ActivateReceipt(ActivateStatus.Done, Active);
    }

    public async Task<VersionReading?> Get(uint? number, CancellationToken cancellationToken = default)
    {
        await _index.ReadStateAsync(cancellationToken);
        var wanted = number ?? Active;
        if (wanted > Index.Versions.Count) return null;
        var entry = EntryOf(wanted);
        if (wanted == DocumentKind.BuiltInVersion) return new VersionReading(entry, Kind.BuiltInText, Active);
        var text = await TextOf(entry.Info.Digest).Read(cancellationToken);
        return text.Length > 0 ? new VersionReading(entry, text, Active) : throw new InvalidOperationException($"The text of version {wanted} of kind {this.GetPrimaryKeyString()} is not in the store.");
    }

    public async Task<VersionPage> List(uint? before, int count, CancellationToken cancellationToken = default)
    {
        await _index.ReadStateAsync(cancellationToken);
        var end = Math.Min(before ?? uint.MaxValue, (uint)Index.Versions.Count + 1);
        var first = end > count ? end - (uint)count : 0;
        var entries = new VersionEntry[end - first];
        for (var i = 0; i < entries.Length; i++) entries[i] = EntryOf(end - 1 - (uint)i);
        return new VersionPage(entries, Active, first > 0);
    }

    private VersionEntry EntryOf(uint number)
    {
        var info = number == DocumentKind.BuiltInVersion ? BuiltIn() : Index.Versions[(int)number - 1];
        return new VersionEntry(info, [.. Index.Activations.Where(a => a.Number == number).Reverse()]);
    }

    private VersionInfo BuiltIn()
    {
        var check = Kind.Check(Kind.BuiltInText);
        return new VersionInfo(DocumentKind.BuiltInVersion, "", check.Title, check.Note, 0, "", "");
    }

    private IVersionTextGrain TextOf(string digest) => _grains.GetGrain<IVersionTextGrain>($"{this.GetPrimaryKeyString()}/{digest}");

    private uint? Answered(string key) => Index.Requests.Find(r => r.Key == key)?.Number;

    private async Task SaveAsync(string key, uint number, CancellationToken cancellationToken)
    {
        Index.Requests.Add(new VersionRequest(key, number));
        if (Index.Requests.Count > MaxRequests) Index.Requests.RemoveAt(0);
        try
        {
            await _index.WriteStateAsync(cancellationToken);
        }
        catch (InconsistentStateException e)
        {
            DeactivateOnIdle();
            throw new EntityUnavailableException("Another activation wrote the index.", e);
        }
    }
}
