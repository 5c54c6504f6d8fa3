"""Where the bot may be led: nowhere but Microsoft's own hosts, or this machine in local mode."""

from __future__ import annotations

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.teams.hosts import PublicResolver, file_url_allowed, is_loopback, is_public, service_url_allowed

GOOD_CONNECTORS = [
    "https://smba.trafficmanager.net/apac/",
    "https://smba.trafficmanager.net/emea/11111111-aaaa-4aaa-8aaa-111111111111/",
    "https://SMBA.trafficmanager.net/teams",
    "https://smba.infra.gcc.teams.microsoft.com/teams",
    "https://europe.botframework.com/",
]
BAD_CONNECTORS = [
    "",
    "smba.trafficmanager.net",
    "http://smba.trafficmanager.net/apac/",
    "https://smba.trafficmanager.net:8443/apac/",
    "https://smba.trafficmanager.net:443/apac/",
    "https://smba.trafficmanager.net:x/",
    "https://user@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://evil-smba.trafficmanager.net/",
    "https://evil.trafficmanager.net/",
    "https://botframework.com.evil.example/",
    "https://evilbotframework.com/",
    "https://smba.trafficmanager.net./",
    "https://smba.trafficmanager.net\\@evil.example/",
    "https://evil.example/?https://smba.trafficmanager.net/",
    "https://evil.example#smba.trafficmanager.net",
    "https://smba.trafficmanager.net/?to=x",
    "https://smba.trafficmanager.net/{x}",
    "https://smba.trafficmanager.net/\n",
    "https://smbа.trafficmanager.net/",
    "https://13.107.64.1/",
    "https://[::1]/",
    "https://127.0.0.1/",
    "http://127.0.0.1:3978/",
    "https://169.254.169.254/",
    "ftp://smba.trafficmanager.net/",
    "javascript:alert(1)",
]
GOOD_FILES = [
    "https://contoso-my.sharepoint.com/personal/john/_layouts/15/download.aspx?UniqueId=1&tempauth=x.y-z",
    "https://contoso.sharepoint-df.com/a",
    "https://graph.microsoft.com/v1.0/x",
    "https://my.files.1drv.com/y4m",
    "https://southeastasia1-mediap.svc.ms/transform",
]
BAD_FILES = [
    "http://contoso-my.sharepoint.com/x",
    "https://contoso-my.sharepoint.com:8443/x",
    "https://sharepoint.com.evil.example/x",
    "https://evilsharepoint.com/x",
    "https://sharepoint.com@evil.example/x",
    "https://a:b@contoso.sharepoint.com/x",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.1/x",
    "https://localhost/x",
    "file:///etc/passwd",
    "",
]


@pytest.mark.parametrize("url", GOOD_CONNECTORS)
def test_microsofts_connectors_are_allowed(url: str) -> None:
    assert service_url_allowed(url, local=False)
    assert not service_url_allowed(url, local=True)


@pytest.mark.parametrize("url", BAD_CONNECTORS)
def test_other_connectors_are_not(url: str) -> None:
    assert not service_url_allowed(url, local=False)


@pytest.mark.parametrize("url", GOOD_FILES)
def test_microsofts_file_hosts_are_allowed(url: str) -> None:
    assert file_url_allowed(url, local=False)
    assert not file_url_allowed(url, local=True)


@pytest.mark.parametrize("url", BAD_FILES)
def test_other_file_hosts_are_not(url: str) -> None:
    assert not file_url_allowed(url, local=False)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:4000/teams/", True),
        ("http://localhost:4000/teams", True),
        ("http://[::1]:4000/teams", True),
        ("http://10.0.0.1:4000/teams", False),
        ("http://169.254.169.254/", False),
        ("http://127.0.0.1.evil.example/", False),
        ("http://localhost.evil.example/", False),
        ("http://127.0.0.1@evil.example/", False),
        ("http://user@127.0.0.1/", False),
    ],
)
def test_local_mode_stays_on_this_machine(url: str, allowed: bool) -> None:
    assert service_url_allowed(url, local=True) is allowed
    assert file_url_allowed(url, local=True) is allowed


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "10.0.0.1", "127.1", "localhost.example", "example.com"])
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)


class Says(AbstractResolver):
    """A resolver with fixed answers."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=each, port=port, family=family, proto=0, flags=0)
            for each in self.addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


async def test_allowed_names_must_lead_to_public_addresses() -> None:
    found = await PublicResolver(Says("13.107.136.10")).resolve("contoso.sharepoint.com", 443)
    assert [each["host"] for each in found] == ["13.107.136.10"]
    for address in ("10.0.0.1", "127.0.0.1", "169.254.169.254", "fd00::1", "fe80::1%eth0", "::1", "100.64.0.1"):
        with pytest.raises(OSError, match="isn't public"):
            await PublicResolver(Says("13.107.136.10", address)).resolve("contoso.sharepoint.com", 443)


async def test_a_name_that_leads_nowhere_is_not_public() -> None:
    with pytest.raises(OSError, match="isn't public"):
        await PublicResolver(Says()).resolve("contoso.sharepoint.com", 443)


NOT_PUBLIC = {
    "NAT64": "64:ff9b::a9fe:a9fe",
    "NAT64 of one's own": "64:ff9b:1::a00:1",
    "6to4": "2002:a00:1::1",
    "6to4's relay": "192.88.99.1",
    "Teredo": "2001:0:a00:1::1",
    "IPv4-compatible": "::7f00:1",
    "IPv4-mapped": "::ffff:10.0.0.1",
    "IPv4-mapped platform": "::ffff:168.63.129.16",
    "multicast": "224.0.0.251",
    "multicast of IPv6": "ff0e::1",
    "a carrier's own": "100.64.0.1",
    "Azure's platform": "168.63.129.16",
    "metadata": "169.254.169.254",
    "metadata of IPv6": "fd00:ec2::254",
    "another cloud's metadata": "192.0.0.192",
    "site-local": "fec0::1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "nothing": "0.0.0.0",
    "no address": "example.com",
}


@pytest.mark.parametrize("what", NOT_PUBLIC)
def test_not_public(what: str) -> None:
    assert not is_public(NOT_PUBLIC[what])


@pytest.mark.parametrize("address", ["8.8.8.8", "13.107.136.10", "2603:1030::1", "::ffff:8.8.8.8"])
def test_public(address: str) -> None:
    assert is_public(address)
