using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static Gateway.Hosting.KestrelSettings;

namespace Gateway.Hosting;

/// <summary>The certificates that the section <c>Kestrel</c> names, read as the server will. It tells of one that it cannot read with a stack trace.</summary>
/// <param name="contentRoot">What relative paths start from.</param>
internal sealed class CertificateFiles(string contentRoot)
{
    /// <param name="section">One in which certificates may stand at any depth.</param>
    /// <returns>A line a mistake, with its key and what is allowed.</returns>
    public IEnumerable<string> Mistakes(IConfigurationSection section) => section.GetChildren().SelectMany(child =>
        string.IsNullOrEmpty(child[nameof(CertificateFile.Path)]) ? Mistakes(child) : WhyNot(child));

    private List<string> WhyNot(IConfigurationSection certificate)
    {
        var files = new[] { nameof(CertificateFile.Path), nameof(CertificateFile.KeyPath) }.Select(certificate.GetSection).Where(file => !string.IsNullOrEmpty(file.Value)).ToList();
        var missing = files.Where(file => !File.Exists(Full(file.Value!))).Select(file => $"{file.Path}: there is no file '{file.Value}'").ToList();
        return missing.Count > 0 ? missing : Read(certificate) is { } fault ? [Unreadable(files, fault)] : [];
    }

    private static string Unreadable(List<IConfigurationSection> files, string fault) => files is [var path, var key]
        ? $"{path.Path}: '{path.Value}' with the key '{key.Value}' cannot be read ({fault}); allowed are two files in PEM format that belong together, with the Password where the key has one"
        : $"{files[0].Path}: '{files[0].Value}' cannot be read ({fault}); allowed are a PKCS #12 file (.pfx) with its Password, or a PEM file with the KeyPath of its key";

    /// <returns>What is wrong; null when nothing is.</returns>
    private string? Read(IConfigurationSection certificate)
    {
        var (path, key, password) = (Full(certificate[nameof(CertificateFile.Path)]!), certificate[nameof(CertificateFile.KeyPath)], certificate[nameof(CertificateFile.Password)]);
        try
        {
            using var read = string.IsNullOrEmpty(key) ? X509CertificateLoader.LoadPkcs12FromFile(path, password) : Load(path, Full(key), password);
            return null;
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return fault.Message.TrimEnd('.');
        }
    }

    private static X509Certificate2 Load(string path, string key, string? password) =>
        !File.ReadAllText(path).Contains("-----BEGIN CERTIFICATE", StringComparison.Ordinal) ? X509CertificateLoader.LoadCertificateFromFile(path)
        : password is null ? X509Certificate2.CreateFromPemFile(path, key)
        : X509Certificate2.CreateFromEncryptedPemFile(path, password, key);

    private string Full(string path) => Path.Combine(contentRoot, path);
}
