using System.Text;

namespace Grpc.Core;

/// <summary>Something that is known of the peer of a call.</summary>
public class AuthProperty
{
    private readonly byte[] _value;

    private AuthProperty(string name, byte[] value)
    {
        Name = name;
        _value = value;
    }

    /// <summary>The name, e.g. <c>x509_common_name</c>.</summary>
    public string Name { get; }

    /// <summary>The value as text (UTF-8).</summary>
    public string Value => Encoding.UTF8.GetString(_value);

    /// <summary>The value; a copy.</summary>
    public byte[] ValueBytes => [.. _value];

    /// <summary>A property; the bytes are copied.</summary>
    public static AuthProperty Create(string name, byte[] valueBytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(valueBytes);
        return new AuthProperty(name, [.. valueBytes]);
    }
}
