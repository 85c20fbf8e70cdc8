namespace CustomerGrains.Server.Hosting.Tls;

/// <summary>What the https addresses of a server use. Files are read once, at the start.</summary>
public sealed record TlsOptions
{
    /// <summary>The server's certificate, and those that it rests on behind it: a PEM file, or a PFX file (.pfx, .p12) with the key in it.</summary>
    public string? Certificate { get; init; }

    /// <summary>The certificate's private key: a PEM file. Null when the certificate's file has it too.</summary>
    public string? Key { get; init; }

    /// <summary>File whose first line is the password of the key or of the PFX file. Null when there is none.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Certificates (PEM) of the authorities that clients' certificates must come from. Null: clients need none.</summary>
    public string? ClientCa { get; init; }

    /// <summary>With <see cref="ClientCa"/>: whether a client may come without a certificate. A wrong one is always refused.</summary>
    public bool ClientCertificatesOptional { get; init; }
}
