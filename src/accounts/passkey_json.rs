//! What a browser's answer may hold: the members of WebAuthn's JSON and no others (CASES A44).
use data_encoding::BASE64URL_NOPAD;
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::{Value, json};
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent<R> {
    id: String,
    #[serde(rename = "rawId")]
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    response: R,
    #[serde(default, rename = "authenticatorAttachment")]
    _attachment: IgnoredAny,
    #[serde(default, rename = "clientExtensionResults")]
    _extensions: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asserted {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    #[serde(rename = "authenticatorData")]
    authenticator_data: String,
    signature: String,
    #[serde(default, rename = "userHandle")]
    user_handle: Option<String>,
    #[serde(default, rename = "attestationObject")]
    _attestation: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attested {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    #[serde(rename = "attestationObject")]
    attestation: String,
    #[serde(default, rename = "authenticatorData")]
    _authenticator_data: IgnoredAny,
    #[serde(default, rename = "transports")]
    _transports: IgnoredAny,
    #[serde(default, rename = "publicKey")]
    _public_key: IgnoredAny,
    #[serde(default, rename = "publicKeyAlgorithm")]
    _algorithm: IgnoredAny,
}

fn sent<R: DeserializeOwned>(text: &str) -> Option<Sent<R>> {
    let sent: Sent<R> = serde_json::from_str(text).ok()?;
    (sent.kind == "public-key" && sent.id == sent.raw_id && is_base64(&sent.raw_id)).then_some(sent)
}

/// One spelling of each value: unpadded, of the alphabet for addresses.
fn is_base64(text: &str) -> bool {
    BASE64URL_NOPAD.decode(text.as_bytes()).is_ok()
}

/// The answer of a device that signed a challenge.
pub(super) fn asserted(text: &str) -> Option<PublicKeyCredential> {
    let sent: Sent<Asserted> = sent(text)?;
    let r = sent.response;
    let values = [&r.client_data, &r.authenticator_data, &r.signature];
    if !values.into_iter().chain(&r.user_handle).all(|v| is_base64(v)) {
        return None;
    }
    let response = json!({
        "clientDataJSON": r.client_data, "authenticatorData": r.authenticator_data, "signature": r.signature, "userHandle": r.user_handle
    });
    serde_json::from_value(json!({ "id": sent.id, "rawId": sent.raw_id, "type": sent.kind, "response": response })).ok()
}

/// The answer of a device that made a credential.
pub(super) fn attested(text: &str) -> Option<RegisterPublicKeyCredential> {
    let sent: Sent<Attested> = sent(text)?;
    let r = sent.response;
    if !is_base64(&r.client_data) || !is_base64(&r.attestation) {
        return None;
    }
    let response = json!({ "clientDataJSON": r.client_data, "attestationObject": r.attestation });
    serde_json::from_value(json!({ "id": sent.id, "rawId": sent.raw_id, "type": sent.kind, "response": response })).ok()
}

/// Whether the browser answered from a page of ours itself, not from one framed by another site. The library looks at that
/// only when a passkey is made.
pub(super) fn only_here(client_data: &[u8]) -> bool {
    let Ok(said) = serde_json::from_slice::<Value>(client_data) else { return false };
    said.get("crossOrigin").is_none_or(|v| *v == Value::Bool(false)) && said.get("topOrigin").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(change: impl FnOnce(&mut Value)) -> String {
        let mut all = json!({
            "id": "AAAA", "rawId": "AAAA", "type": "public-key", "authenticatorAttachment": "platform", "clientExtensionResults": {},
            "response": { "clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": null }
        });
        change(&mut all);
        all.to_string()
    }

    #[test]
    fn the_members_of_the_standard_pass_and_no_others() {
        assert!(asserted(&answer(|_| ())).is_some());
        assert!(asserted(&answer(|a| a["account"] = json!("x"))).is_none());
        assert!(asserted(&answer(|a| a["response"]["account"] = json!("x"))).is_none());
        assert!(asserted(&answer(|a| a["type"] = json!("password"))).is_none());
        assert!(asserted(&answer(|a| a["id"] = json!("AAAB"))).is_none());
        assert!(asserted(&answer(|a| a["response"]["signature"] = json!("AA=="))).is_none());
        assert!(asserted(&answer(|a| a["response"]["signature"] = json!("A+/A"))).is_none());
        assert!(asserted("").is_none() && asserted("[]").is_none() && asserted("{").is_none());
    }

    #[test]
    fn an_answer_given_inside_another_sites_page_is_told_from_ours() {
        assert!(only_here(b"{}") && only_here(br#"{"crossOrigin":false}"#));
        for bad in [r#"{"crossOrigin":true}"#, r#"{"crossOrigin":"no"}"#, r#"{"topOrigin":"https://evil.example"}"#, "x"] {
            assert!(!only_here(bad.as_bytes()), "{bad}");
        }
    }
}
