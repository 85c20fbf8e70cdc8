using System.Reflection;
using CustomerGrains.V1;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace CustomerGrains.Server.Reflection;

/// <summary>Everything that some .proto files and those they import declare, by name.</summary>
public sealed class DescriptorCatalog
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions = new(StringComparer.Ordinal);

    public DescriptorCatalog(IEnumerable<FileDescriptor> files)
    {
        foreach (var file in files) Add(file);
    }

    /// <summary>Of all protos/ of this repository, and of the details that errors carry.</summary>
    public static DescriptorCatalog OfProtocol() => new(
    [
        .. typeof(UsageFeed).Assembly.GetExportedTypes()
            .Select(static type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(static property => property?.PropertyType == typeof(FileDescriptor))
            .Select(static property => (FileDescriptor)property!.GetValue(null)!),
        StatusReflection.Descriptor,
        ErrorDetailsReflection.Descriptor,
    ]);

    /// <summary>A file by the name under which others import it.</summary>
    public FileDescriptor? FileByName(string name) => _files.GetValueOrDefault(name);

    /// <summary>The file that declares a service, method, message, field, oneof, enum, enum value or extension.</summary>
    /// <param name="fullName">As protobuf has it: an enum's values are named beside the enum, not in it.</param>
    public FileDescriptor? FileOfSymbol(string fullName) => _symbols.GetValueOrDefault(fullName);

    /// <summary>The file that declares the extension of a message with this number.</summary>
    public FileDescriptor? FileOfExtension(string message, int number) => _extensions.GetValueOrDefault(message)?.GetValueOrDefault(number);

    /// <summary>The numbers of a message's known extensions, ascending; null when there is no such message.</summary>
    public IReadOnlyCollection<int>? ExtensionNumbers(string message) => _extensions.GetValueOrDefault(message)?.Keys;

    /// <summary>A file and everything that it imports, directly or not, each once, the file itself first.</summary>
    public static IReadOnlyList<FileDescriptor> WithImports(FileDescriptor file)
    {
        var found = new List<FileDescriptor> { file };
        for (var i = 0; i < found.Count; i++) found.AddRange(found[i].Dependencies.Where(import => !found.Contains(import)).Distinct());
        return found;
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file)) return;
        foreach (var import in file.Dependencies) Add(import);
        foreach (var message in file.MessageTypes) Add(message);
        foreach (var type in file.EnumTypes) Add(type, file.Package);
        foreach (var extension in file.Extensions.UnorderedExtensions) AddExtension(extension);
        foreach (var service in file.Services)
        {
            _symbols.TryAdd(service.FullName, file);
            foreach (var method in service.Methods) _symbols.TryAdd(method.FullName, file);
        }
    }

    private void Add(MessageDescriptor message)
    {
        _symbols.TryAdd(message.FullName, message.File);
        if (!_extensions.ContainsKey(message.FullName)) _extensions.Add(message.FullName, []);
        foreach (var field in message.Fields.InDeclarationOrder()) _symbols.TryAdd(field.FullName, message.File);
        foreach (var oneof in message.Oneofs) _symbols.TryAdd(oneof.FullName, message.File);
        foreach (var nested in message.NestedTypes) Add(nested);
        foreach (var type in message.EnumTypes) Add(type, message.FullName);
        foreach (var extension in message.Extensions.UnorderedExtensions) AddExtension(extension);
    }

    private void Add(EnumDescriptor type, string scope)
    {
        _symbols.TryAdd(type.FullName, type.File);
        foreach (var value in type.Values) _symbols.TryAdd(scope.Length == 0 ? value.Name : scope + "." + value.Name, type.File);
    }

    private void AddExtension(FieldDescriptor extension)
    {
        _symbols.TryAdd(extension.FullName, extension.File);
        var message = extension.ExtendeeType.FullName;
        if (!_extensions.TryGetValue(message, out var numbers)) _extensions.Add(message, numbers = []);
        numbers.TryAdd(extension.FieldNumber, extension.File);
    }
}
