// Passkeys: the only script of the portal, on the pages that ask for one. A form says what to ask the browser for; the
// answer goes into the form, and the form is sent like any other. Without this script the pages work, by code.
'use strict';
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const each = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  const answer = async (kind, options) => {
    const publicKey = { ...options, challenge: bytes(options.challenge) };
    if (kind === 'create') {
      publicKey.user = { ...options.user, id: bytes(options.user.id) };
      publicKey.excludeCredentials = each(options.excludeCredentials);
    } else {
      publicKey.allowCredentials = each(options.allowCredentials);
    }
    const { rawId, type, response } = await navigator.credentials[kind]({ publicKey });
    const said = { clientDataJSON: text(response.clientDataJSON) };
    if (kind === 'create') {
      said.attestationObject = text(response.attestationObject);
    } else {
      said.authenticatorData = text(response.authenticatorData);
      said.signature = text(response.signature);
      if (response.userHandle) said.userHandle = text(response.userHandle);
    }
    return JSON.stringify({ id: text(rawId), rawId: text(rawId), type, response: said });
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const refused = form.querySelector('[data-passkey-refused]');
    const button = form.querySelector('button');
    form.addEventListener('submit', async (event) => {
      if (event.submitter?.name === 'later') return;
      event.preventDefault();
      refused.hidden = true;
      button.disabled = true;
      try {
        form.elements.credential.value = await answer(form.dataset.passkey, JSON.parse(form.dataset.options));
        form.submit();
      } catch {
        // The person said no, or the device has none: the sentence says how to go on.
        refused.hidden = false;
        button.disabled = false;
      }
    });
  }
  for (const one of document.querySelectorAll('[data-with-passkey]')) one.hidden = false;
  for (const one of document.querySelectorAll('[data-without-passkey]')) one.hidden = true;
})();
