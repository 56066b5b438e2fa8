"""Addresses that a team names lead to public machines or to what the operator listed, never further in."""

from __future__ import annotations

import socket

import httpx2
import pytest

from reviews.model.hosts import AddressRefused, GuardedTransport, check_address, find_address


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the resolver knows: numeric addresses, and these names."""
    known: dict[str, str] = {}
    resolve = socket.getaddrinfo

    def look_up(host: str, port: int, **more: object) -> list:
        if host in known:
            return [entry for address in known[host].split() for entry in resolve(address, port, **more)]
        if not host.replace(".", "").isdigit() and ":" not in host:
            raise socket.gaierror
        return resolve(host, port, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


def refusal(url: str) -> str:
    try:
        check_address(url)
    except AddressRefused as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "models.example.com/v1",
        "ftp://models.example.com/",
        "file:///etc/passwd",
        "https://",
        "https://user:password@models.example.com/v1",
        "https://models.example.com/v1?key=1",
        "https://models.example.com/v1#part",
        "https://models.example.com:99999/v1",
        "https://models.example.com:0/v1",
        "https://models.example.com\\@localhost/v1",
        "https://models.example.com/v 1",
        "https://モデル.example.com/v1",
    ],
)
def test_other_forms_are_refused(url: str, names: dict[str, str]):
    names["models.example.com"] = "93.184.215.14"
    assert refusal(url) == "form"


def test_public_hosts_are_asked_over_https_only(names: dict[str, str]):
    names["models.example.com"] = "93.184.215.14 2606:2800:21f:cb07:6820:80da:af6b:8b2c"
    assert refusal("https://models.example.com/v1") == ""
    assert refusal("https://models.example.com:8443/v1") == ""
    assert refusal("http://models.example.com/v1") == "host"
    assert refusal("https://nowhere.example.com/v1") == "unknown"


INNER = [
    "127.0.0.1",
    "127.8.8.8",
    "10.1.2.3",
    "172.16.0.9",
    "192.168.1.1",
    "100.64.0.1",
    "0.0.0.0",
    "169.254.169.254",
    "224.0.0.1",
    "240.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "2002:7f00:1::",
    "93.184.215.14 10.0.0.1",
]


@pytest.mark.parametrize("address", INNER)
def test_private_addresses_are_refused_under_any_name(address: str, names: dict[str, str]):
    names["models.example.com"] = address
    assert refusal("https://models.example.com/v1") == "host"
    if " " not in address:
        assert refusal(f"https://[{address}]/" if ":" in address else f"https://{address}/") == "host"


def test_the_operator_lists_hosts_of_his_own(names: dict[str, str], settings):
    settings.CLAUSEMARK_MODEL_HOSTS = ["public", "localhost:11434", "llm.internal"]
    names |= {"localhost": "127.0.0.1", "llm.internal": "10.0.0.7", "models.example.com": "93.184.215.14"}
    assert refusal("http://localhost:11434/v1") == ""
    assert refusal("http://localhost:8000/v1") == "host"
    assert refusal("http://llm.internal:8000/v1") == ""
    assert refusal("http://LLM.internal/v1") == ""
    assert refusal("http://10.0.0.7/v1") == "host"
    assert refusal("https://models.example.com/v1") == ""
    settings.CLAUSEMARK_MODEL_HOSTS = ["llm.internal"]
    assert refusal("https://models.example.com/v1") == "host"


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "fd00:ec2::254", "224.0.0.1", "0.0.0.0"])
def test_some_addresses_are_refused_even_where_listed(address: str, names: dict[str, str], settings):
    settings.CLAUSEMARK_MODEL_HOSTS = ["llm.internal"]
    names["llm.internal"] = address
    assert refusal("http://llm.internal/v1") == "host"


def test_the_address_is_judged_at_the_connection(names: dict[str, str], settings):
    """A name that was public when it was saved, and is private when it is asked."""
    names["models.example.com"] = "93.184.215.14"
    check_address("https://models.example.com/v1")
    names["models.example.com"] = "127.0.0.1"
    with httpx2.Client(transport=GuardedTransport()) as client, pytest.raises(httpx2.ConnectError):
        client.get("https://models.example.com/v1")


def test_the_guarded_transport_keeps_the_name_in_the_request(settings):
    settings.CLAUSEMARK_MODEL_HOSTS = ["localhost"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert find_address("http", "localhost", port) in ("127.0.0.1", "::1")
        with httpx2.Client(transport=GuardedTransport(), timeout=0.2) as client, pytest.raises(httpx2.TransportError):
            client.get(f"http://localhost:{port}/v1")
        connection, _ = server.accept()
        with connection:
            assert f"Host: localhost:{port}" in connection.recv(1000).decode()


def test_old_addresses_within_a_site_are_inner_ones(names: dict[str, str]):
    assert refusal("https://[fec0::2]/v1") == "host"
    names["models.example.com"] = "fec0::2"
    assert refusal("https://models.example.com/v1") == "host"


def test_the_name_that_is_looked_up_is_the_one_in_the_address(names: dict[str, str]):
    """Not its Unicode form, which the resolver would fold into another name: fass.example.com."""
    names["xn--fa-hia.example.com"] = "127.0.0.1"
    request = httpx2.Request("GET", "https://xn--fa-hia.example.com/v1")
    with pytest.raises(httpx2.ConnectError, match="host"):
        GuardedTransport().handle_request(request)
