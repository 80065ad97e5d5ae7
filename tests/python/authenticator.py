"""A browser and its authenticator, by another hand than the portal's (soft-webauthn): one JSON object a line in, one out.

{"do": "create" | "get", "device": NAME, "options": {...}, "origin": ORIGIN} gives {"credential": JSON TEXT}.
What else may stand there makes the message wrong in exactly one respect: "rp_id", "flags", "counter", "user_handle"
(null leaves it out), "client" (members of the client data), "as" (the credential id of another device), "signature".
"""
import json
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from struct import pack

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.utils import sha256
from soft_webauthn import SoftWebauthnDevice

USER_PRESENT, USER_VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(raw):
    return urlsafe_b64encode(raw).decode('ascii').rstrip('=')


def raw(value):
    return urlsafe_b64decode(value + '=' * (-len(value) % 4))


class Device(SoftWebauthnDevice):
    """soft-webauthn never says that it verified its user, and always counts up: both are written anew here."""

    def cred_init(self, rp_id, user_handle):
        super().cred_init(rp_id, user_handle)
        if self.borrowed:
            self.credential_id = self.borrowed

    def authenticator_data(self, old, asked, flags):
        rp_id_hash = sha256(asked['rp_id'].encode()) if 'rp_id' in asked else old[:32]
        return rp_id_hash + bytes([asked.get('flags', flags)]) + pack('>I', self.sign_count) + old[37:]

    def made(self, asked):
        options = dict(asked['options'], challenge=raw(asked['options']['challenge']))
        options['user'] = dict(options['user'], id=raw(options['user']['id']))
        self.sign_count = asked.get('counter', 0)
        answer = self.create({'publicKey': options}, asked['origin'])
        attestation = cbor.decode(answer['response']['attestationObject'])
        attestation['authData'] = self.authenticator_data(attestation['authData'], asked, USER_PRESENT | USER_VERIFIED | ATTESTED)
        client = dict(json.loads(answer['response']['clientDataJSON']), **asked.get('client', {}))
        return {'clientDataJSON': text(json.dumps(client).encode()), 'attestationObject': text(cbor.encode(attestation))}

    def got(self, asked):
        options = dict(asked['options'], challenge=raw(asked['options']['challenge']))
        answer = self.get({'publicKey': options}, asked['origin'])['response']
        self.sign_count = asked.get('counter', self.sign_count)
        data = self.authenticator_data(answer['authenticatorData'], asked, USER_PRESENT | USER_VERIFIED)
        client = json.dumps(dict(json.loads(answer['clientDataJSON']), **asked.get('client', {}))).encode()
        signature = self.private_key.sign(data + sha256(client), ec.ECDSA(hashes.SHA256()))
        said = {'clientDataJSON': text(client), 'authenticatorData': text(data), 'signature': asked.get('signature', text(signature))}
        handle = asked.get('user_handle', text(self.user_handle))
        return said if handle is None else dict(said, userHandle=handle)


devices = {}
for line in sys.stdin:
    asked = json.loads(line)
    device = devices.setdefault(asked['device'], Device())
    device.borrowed = devices[asked['as']].credential_id if 'as' in asked else None
    response = device.made(asked) if asked['do'] == 'create' else device.got(asked)
    identity = text(device.credential_id)
    print(json.dumps({'credential': json.dumps({'id': identity, 'rawId': identity, 'type': 'public-key', 'response': response})}), flush=True)
