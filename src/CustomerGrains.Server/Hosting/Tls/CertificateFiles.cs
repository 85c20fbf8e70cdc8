using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CustomerGrains.Server.Hosting.Tls;

/// <summary>Reads certificates and keys from files. Whatever is wrong with them is an <see cref="ArgumentException"/> that names the
/// option, the file, the problem and the remedy.</summary>
public static class CertificateFiles
{
    /// <summary>For servers: TLS Web Server Authentication.</summary>
    public const string ServerUse = "1.3.6.1.5.5.7.3.1";

    /// <summary>For clients: TLS Web Client Authentication.</summary>
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>The authorities in a PEM file.</summary>
    /// <param name="file">The option and its value.</param>
    /// <param name="now">At least one of them must be valid then.</param>
    public static X509Certificate2Collection Authorities(OptionFile file, DateTimeOffset now)
    {
        var authorities = Certificates(file, Text(file));
        if (!authorities.Any(c => c.NotBefore <= now && now <= c.NotAfter))
            throw file.Problem($"every certificate in it has expired or is not valid yet ({Describe(authorities[0])})", "give the authority's current one");
        return authorities;
    }

    /// <summary>A certificate with its private key, and those that it rests on.</summary>
    /// <param name="certificate">PEM or, by its ending, PFX.</param>
    /// <param name="key">PEM; null when it is in the certificate's file.</param>
    /// <param name="password">File with the password of the key or the PFX file; null when it has none.</param>
    /// <param name="use"><see cref="ServerUse"/> or <see cref="ClientUse"/>: a certificate that is restricted to others is refused.</param>
    /// <param name="now">It must be valid then.</param>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Chain) Identity(OptionFile certificate, OptionFile? key, OptionFile? password, string use, DateTimeOffset now)
    {
        var all = Path.GetExtension(certificate.Path).ToLowerInvariant() is ".pfx" or ".p12"
            ? FromPfx(certificate, key, password)
            : FromPem(certificate, key, password);
        var own = all.FirstOrDefault(static c => c.HasPrivateKey) ?? throw certificate.Problem("it has no private key", "export the certificate together with its key");
        if (now < own.NotBefore) throw certificate.Problem($"the certificate is not valid yet ({Describe(own)})", "check the machine's clock, or give one that is");
        if (now > own.NotAfter) throw certificate.Problem($"the certificate has expired ({Describe(own)})", "renew it");
        if (own.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is { } uses && !uses.EnhancedKeyUsages.Cast<Oid>().Any(u => u.Value == use))
            throw certificate.Problem($"the certificate is not for {(use == ServerUse ? "servers" : "clients")} (its extended key usage)", "have one issued for that");
        return (own, [.. all.Where(c => c != own)]);
    }

    private static X509Certificate2Collection FromPfx(OptionFile file, OptionFile? key, OptionFile? password)
    {
        if (key is { } one) throw one.Problem("a PFX file has its key in it", $"leave {one.Option} out, or give a PEM file as {file.Option}");
        try
        {
            return X509CertificateLoader.LoadPkcs12Collection(Bytes(file), Password(password));
        }
        catch (CryptographicException e)
        {
            throw file.Problem($"it cannot be opened {(password is { } given ? $"with the password in {given.Path}" : "without a password")}: {e.Message}", "check that it is a PFX file and this is its password", e);
        }
    }

    private static X509Certificate2Collection FromPem(OptionFile file, OptionFile? key, OptionFile? password)
    {
        var text = Text(file);
        var all = Certificates(file, text);
        var keyFile = key ?? file;
        var keyText = key is { } one ? Text(one) : text;
        if (!keyText.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw keyFile.Problem("there is no private key in it (PEM)", key is null ? "give the key's file with " + file.KeyOption : "give the file that has it");
        var isEncrypted = keyText.Contains("ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (isEncrypted && password is null)
            throw keyFile.Problem("the private key is encrypted", file.PasswordOption is { } option ? $"give the file with its password with {option}" : "give it unencrypted");
        var secret = isEncrypted ? Password(password) : null;
        try
        {
            using var own = isEncrypted ? X509Certificate2.CreateFromEncryptedPem(text, keyText, secret) : X509Certificate2.CreateFromPem(text, keyText);
            // Some systems want TLS keys that are not only in memory.
            all[0] = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
            return all;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw keyFile.Problem(
                $"the private key is not that of the certificate {all[0].Subject} in {file.Path}{(isEncrypted ? $", or its password is not that in {password!.Value.Path}" : "")}: {e.Message}",
                "give the key that the certificate was issued for", e);
        }
    }

    private static X509Certificate2Collection Certificates(OptionFile file, string text)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            throw file.Problem("a certificate in it cannot be read: " + e.Message, "give a PEM file", e);
        }
        if (found.Count == 0) throw file.Problem("there is no certificate in it (PEM: -----BEGIN CERTIFICATE-----)", "give the file that has it");
        return found;
    }

    private static string? Password(OptionFile? file)
    {
        if (file is not { } one) return null;
        var line = Text(one).Split('\n')[0].TrimEnd('\r');
        return line.Length > 0 ? line : throw one.Problem("its first line is empty", "write the password there");
    }

    private static string Text(OptionFile file) => System.Text.Encoding.UTF8.GetString(Bytes(file));

    private static byte[] Bytes(OptionFile file)
    {
        try
        {
            return File.ReadAllBytes(file.Path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw file.Problem("there is no such file", "check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw file.Problem("it cannot be read: " + e.Message, "check that it is a file and may be read", e);
        }
    }

    private static string Describe(X509Certificate2 certificate) => string.Create(
        CultureInfo.InvariantCulture, $"{certificate.Subject}, {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}");
}
