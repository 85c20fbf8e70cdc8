using CustomerGrains.Storage.Documents;

namespace CustomerGrains.Storage.Tests;

public sealed class DocumentTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cg-documents-").FullName;
    private DocumentTable _table;

    public DocumentTableTests() => _table = DocumentTable.Open(Path.Combine(_folder, "documents.db"));

    [Fact]
    public void A_first_write_makes_version_1() => Assert.Equal(1, _table.Write("s", "policy", "a", "x"u8, null));

    [Fact]
    public void A_second_first_write_is_refused()
    {
        _table.Write("s", "policy", "a", "x"u8, null);
        Assert.Null(_table.Write("s", "policy", "a", "y"u8, null));
        Assert.Equal("x"u8.ToArray(), _table.Read("s", "policy", "a")!.Value.Payload);
    }

    [Fact]
    public void The_stored_version_is_replaced_and_another_is_refused()
    {
        _table.Write("s", "policy", "a", "x"u8, null);
        Assert.Equal(2, _table.Write("s", "policy", "a", "y"u8, 1));
        Assert.Null(_table.Write("s", "policy", "a", "z"u8, 1));
        var (payload, version) = _table.Read("s", "policy", "a")!.Value;
        Assert.Equal(2, version);
        Assert.Equal("y"u8.ToArray(), payload);
    }

    [Fact]
    public void A_version_of_a_document_that_is_not_there_is_refused()
    {
        Assert.Null(_table.Write("s", "policy", "a", "x"u8, 1));
        Assert.Null(_table.Read("s", "policy", "a"));
    }

    [Fact]
    public void Clearing_keeps_the_version_going()
    {
        _table.Write("s", "policy", "a", "x"u8, null);
        Assert.Null(_table.Clear("s", "policy", "a", 7));
        Assert.Equal(2, _table.Clear("s", "policy", "a", 1));
        Assert.Equal(new Document(null, 2), _table.Read("s", "policy", "a"));
        Assert.Equal(3, _table.Write("s", "policy", "a", "y"u8, 2));
    }

    [Fact]
    public void Service_type_and_key_tell_documents_apart_and_all_of_it_survives()
    {
        _table.Write("s", "policy", "a", "1"u8, null);
        _table.Write("s", "policy", "b", "2"u8, null);
        _table.Write("s", "model", "a", "3"u8, null);
        _table.Write("t", "policy", "a", ""u8, null);
        _table.Dispose();
        _table = DocumentTable.Open(Path.Combine(_folder, "documents.db"));
        Assert.Equal("1"u8.ToArray(), _table.Read("s", "policy", "a")!.Value.Payload);
        Assert.Equal("2"u8.ToArray(), _table.Read("s", "policy", "b")!.Value.Payload);
        Assert.Equal("3"u8.ToArray(), _table.Read("s", "model", "a")!.Value.Payload);
        Assert.Empty(_table.Read("t", "policy", "a")!.Value.Payload!);
    }

    public void Dispose()
    {
        _table.Dispose();
        Directory.Delete(_folder, true);
    }
}
