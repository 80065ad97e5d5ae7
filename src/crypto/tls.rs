//! The portal's TLS: a local certificate authority made by `vigie init`, and the acceptor that serves it.
use super::random;
use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    ec::{EcGroup, EcKey},
    error::ErrorStack,
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    ssl::{SslAcceptor, SslAcceptorBuilder, SslFiletype, SslMethod},
    x509::{
        X509, X509Builder, X509Name,
        extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName},
    },
};
use std::path::Path;

/// PEM texts of a new authority and of the certificate it signed.
pub struct Made {
    /// The authority's certificate, for browsers and clients.
    pub ca: Vec<u8>,
    /// The server's certificate followed by the authority's.
    pub chain: Vec<u8>,
    /// The server's private key.
    pub key: Vec<u8>,
}

/// A new key on P-256.
///
/// # Errors
/// OpenSSL's own.
pub fn new_key() -> Result<PKey<Private>, ErrorStack> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
    PKey::from_ec_key(EcKey::generate(&group)?)
}

/// The beginning of a certificate: name, key, number, time. With the name, for the issuer.
///
/// # Errors
/// OpenSSL's own.
pub fn builder(name: &str, key: &PKey<Private>, days: u32) -> Result<(X509Builder, X509Name), ErrorStack> {
    let mut subject = X509Name::builder()?;
    subject.append_entry_by_nid(Nid::COMMONNAME, name)?;
    let subject = subject.build();
    let mut made = X509::builder()?;
    made.set_version(2)?;
    made.set_subject_name(&subject)?;
    made.set_pubkey(key)?;
    let serial = BigNum::from_slice(&random::<16>())?.to_asn1_integer()?;
    made.set_serial_number(&serial)?;
    let (from, to) = (Asn1Time::days_from_now(0)?, Asn1Time::days_from_now(days)?);
    made.set_not_before(&from)?;
    made.set_not_after(&to)?;
    Ok((made, subject))
}

/// Days until the certificate of this folder ends, below zero once it has. None when it cannot be read.
pub fn days_left(dir: &Path) -> Option<i32> {
    let cert = X509::from_pem(&std::fs::read(dir.join("server.pem")).ok()?).ok()?;
    Some(Asn1Time::days_from_now(0).ok()?.diff(cert.not_after()).ok()?.days)
}

/// A local authority and a certificate for `host` (and for localhost and 127.0.0.1 where that is the host), valid for 397 days.
/// The authority's key is thrown away: it signs this one certificate and nothing else, ever.
///
/// # Errors
/// OpenSSL's own.
pub fn make(host: &str) -> Result<Made, ErrorStack> {
    let ca_key = new_key()?;
    let (mut ca, ca_name) = builder("Vigie local authority", &ca_key, 397)?;
    ca.set_issuer_name(&ca_name)?;
    ca.append_extension(BasicConstraints::new().critical().ca().pathlen(0).build()?)?;
    ca.append_extension(KeyUsage::new().critical().key_cert_sign().build()?)?;
    ca.sign(&ca_key, MessageDigest::sha256())?;
    let ca = ca.build();

    let key = new_key()?;
    let (mut cert, _) = builder(host, &key, 397)?;
    cert.set_issuer_name(&ca_name)?;
    let mut names = SubjectAlternativeName::new();
    if host.parse::<std::net::IpAddr>().is_ok() {
        names.ip(host)
    } else {
        names.dns(host)
    };
    if host == "localhost" {
        names.ip("127.0.0.1").ip("::1");
    }
    let names = names.build(&cert.x509v3_context(Some(&ca), None))?;
    cert.append_extension(names)?;
    cert.append_extension(BasicConstraints::new().critical().build()?)?;
    cert.append_extension(KeyUsage::new().critical().digital_signature().build()?)?;
    cert.append_extension(ExtendedKeyUsage::new().server_auth().build()?)?;
    cert.sign(&ca_key, MessageDigest::sha256())?;
    let ca_pem = ca.to_pem()?;
    let chain = [cert.build().to_pem()?, ca_pem.clone()].concat();
    Ok(Made { ca: ca_pem, chain, key: key.private_key_to_pem_pkcs8()? })
}

/// Serves TLS 1.3 alone, with `server.pem` and `server.key` of the folder.
///
/// # Errors
/// A sentence for the operator that names the file.
pub fn acceptor(dir: &Path) -> Result<SslAcceptorBuilder, String> {
    acceptor_of(&dir.join("server.pem"), &dir.join("server.key"))
}

/// Serves TLS 1.3 alone, with this certificate chain and its key.
///
/// # Errors
/// A sentence for the operator that names the file.
pub fn acceptor_of(chain: &Path, key: &Path) -> Result<SslAcceptorBuilder, String> {
    crate::config::files::check_private(key)?;
    let failed = |what: &Path| {
        let what = what.display().to_string();
        move |_| format!("{what} cannot be used; put a PEM file there, or run `vigie init` in a new folder and copy its tls folder.")
    };
    let mut made = SslAcceptor::mozilla_modern_v5(SslMethod::tls_server()).map_err(|e| format!("OpenSSL does not start: {e}"))?;
    made.set_private_key_file(key, SslFiletype::PEM).map_err(failed(key))?;
    made.set_certificate_chain_file(chain).map_err(failed(chain))?;
    made.check_private_key().map_err(|_| format!("{} does not belong to {}; put the two files of one certificate there.", key.display(), chain.display()))?;
    Ok(made)
}
