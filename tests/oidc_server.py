"""An OpenID Connect provider of our own, on a real socket: discovery, keys, token and userinfo, with signed tokens.

It is as strict as a good one: the secret, the code, the address to return to and PKCE have to be right.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "clausemark", "a secret between the two"


@dataclass
class OidcServer:
    """`person` is who signs in there; `claims` and `answer` change the token and the userinfo."""

    url: str = ""
    person: dict[str, object] = field(
        default_factory=lambda: {"sub": "kim-1", "email": "kim@example.com", "email_verified": True, "name": "Kim Vale"}
    )
    claims: dict[str, object] = field(default_factory=dict)
    answer: dict[str, object] = field(default_factory=dict)
    issuer: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    signing_key: rsa.RSAPrivateKey | None = None
    forged: str = ""
    """A token to send instead of one that is made."""
    found: object = None
    """What to say instead of the discovery document."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def authorize(self, address: str) -> str:
        """What the provider’s own page does once the person has signed in there: the address to return to."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (said["client_id"], said["response_type"]) == (CLIENT, "code")
        assert said["code_challenge_method"] == "S256"
        assert set(said["scope"].split()) == {"openid", "profile", "email"}
        code = secrets.token_urlsafe(16)
        self.codes[code] = said
        return f"{said['redirect_uri']}?{urlencode({'code': code, 'state': said['state']})}"

    def discovery(self) -> dict[str, object]:
        return {
            "issuer": self.issuer or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, object]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "first", "alg": "RS256", "use": "sig"}]}

    def token(self, said: dict[str, str]) -> dict[str, object] | None:
        asked = self.codes.pop(said.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(said.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if (
            asked is None
            or proof.decode() != asked["code_challenge"]
            or said.get("redirect_uri") != asked["redirect_uri"]
            or (said.get("client_id"), said.get("client_secret")) != (CLIENT, SECRET)
        ):
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, **self.person, **self.claims}
        signed = jwt.encode(claims, self.signing_key or self.key, "RS256", headers={"kid": "first"})
        return {"access_token": "access", "token_type": "Bearer", "expires_in": 300, "id_token": self.forged or signed}


@pytest.fixture
def oidc(settings) -> Iterator[OidcServer]:
    """The provider, running, and the product set to it."""
    server = OidcServer()

    class Handler(BaseHTTPRequestHandler):
        def reply(self, said: object) -> None:
            body = json.dumps(said).encode()
            self.send_response(200 if said is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            server.asked.append(path)
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", server.authorize(self.path))
                self.end_headers()
            elif path == "/userinfo":
                self.reply(server.person | server.answer)
            else:
                self.reply(server.keys() if path == "/keys" else server.found or server.discovery())

        def do_POST(self) -> None:
            server.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply(server.token({name: values[0] for name, values in parse_qs(body).items()}))

        def log_message(self, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_port}"
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    app = {
        "provider_id": "oidc",
        "name": "Aldermoor ID",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": server.url},
    }
    settings.OIDC_ISSUER, settings.OIDC_NAME, settings.OIDC_DOMAINS = server.url, "Aldermoor ID", []
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield server
    http.shutdown()
    http.server_close()
