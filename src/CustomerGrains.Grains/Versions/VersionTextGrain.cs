using CustomerGrains.Grains.Entities;
using Orleans.Storage;

namespace CustomerGrains.Grains.Versions;

/// <inheritdoc cref="IVersionTextGrain"/>
[GrainType("version-text")]
public sealed class VersionTextGrain : Grain, IVersionTextGrain
{
    private readonly IPersistentState<VersionText> _text;

    public VersionTextGrain([PersistentState("version-text", Documents.StorageName)] IPersistentState<VersionText> text) => _text = text;

    public async Task Keep(string text, CancellationToken cancellationToken = default)
    {
        if (_text.State.Text == text) return;
        _text.State = new VersionText { Text = text };
        try
        {
            await _text.WriteStateAsync(cancellationToken);
        }
        catch (InconsistentStateException e)
        {
            DeactivateOnIdle();
            throw new EntityUnavailableException("Another activation kept the text.", e);
        }
        catch
        {
            // What is in memory is not what is on disk: the next call reads it again.
            DeactivateOnIdle();
            throw;
        }
    }

    public async Task<string> Read(CancellationToken cancellationToken = default)
    {
        if (_text.State.Text.Length == 0) await _text.ReadStateAsync(cancellationToken);
        return _text.State.Text;
    }
}
