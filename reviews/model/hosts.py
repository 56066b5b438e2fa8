"""Which addresses a team may name: this machine must not be made to reach for others what only it can reach.

Public addresses over https, and what the operator lists (CLAUSEMARK_MODEL_HOSTS). The name is resolved and judged at
the very connection, so that a name whose address changes after it was saved leads nowhere either.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

import httpx2
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Address = IPv4Address | IPv6Address
PUBLIC = "public"
"""Stands in the list for every host with a public address, over https."""
PORTS = {"http": 80, "https": 443}
METADATA = frozenset(map(ip_address, ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16")))
"""Where clouds tell a machine its own secrets. Refused even where they are listed."""
REFUSED: dict[str, Promise] = {
    "form": _("Write the address as https://host/path, without a name, a password, “?” or “#” in it."),
    "host": _(
        "This installation may not ask that host. It allows public addresses over https, unless its operator lists "
        "others (CLAUSEMARK_MODEL_HOSTS)."
    ),
    "unknown": _("No machine of that name was found. Check how the address is written."),
}


class AddressRefused(Exception):
    """`code` is a key of REFUSED."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def split_address(url: str) -> SplitResult:
    """The parts of a base address that has the right form."""
    try:
        parts = urlsplit(url)
        is_sound = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise AddressRefused("form") from None
    odd = parts.username or parts.password or parts.query or parts.fragment or not url.isascii() or "\\" in url
    if parts.scheme not in PORTS or not is_sound or odd or any(letter.isspace() for letter in url):
        raise AddressRefused("form")
    return parts


def find_address(scheme: str, host: str, port: int) -> str:
    """The numeric address to connect to. Raises AddressRefused."""
    allowed = settings.CLAUSEMARK_MODEL_HOSTS
    is_listed = is_in(allowed, host, port)
    if not is_listed and (PUBLIC not in allowed or scheme != "https"):
        raise AddressRefused("host")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused("unknown") from None
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses or not all(is_allowed(address, is_listed) for address in addresses):
        raise AddressRefused("host")
    return str(addresses[0])


def is_in(allowed: Sequence[str], host: str, port: int) -> bool:
    shown = f"[{host}]" if ":" in host else host
    return any(entry.lower() in (shown.lower(), f"{shown}:{port}".lower()) for entry in allowed if entry != PUBLIC)


def is_allowed(address: Address, is_listed: bool) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    if inner in METADATA or inner.is_link_local or inner.is_multicast or inner.is_unspecified:
        return False
    if is_listed:
        return True
    is_inner = getattr(inner, "teredo", None) or getattr(inner, "is_site_local", False)
    return inner.is_global and not inner.is_reserved and not is_inner


def check_address(url: str) -> None:
    """Raises AddressRefused where a team may not name this address."""
    parts = split_address(url)
    find_address(parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme])


class GuardedTransport(httpx2.HTTPTransport):
    """Connects to the address that was judged, and to no other; the certificate is checked against the name."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        host = url.raw_host.decode("ascii")  # `url.host` is Unicode, which resolvers fold in ways of their own
        try:
            address = find_address(url.scheme, host, url.port or PORTS[url.scheme])
        except AddressRefused as error:
            raise httpx2.ConnectError(error.code, request=request) from None
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = url.copy_with(host=address)  # the Host header was made from the name already
        return super().handle_request(request)
