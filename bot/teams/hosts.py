"""Decides which addresses the bot talks to, since those in activities and file links come from outside."""

from __future__ import annotations

import errno
import ipaddress
import re
import socket
from urllib.parse import SplitResult, urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

# The worldwide cloud's connectors, GCC included; the other government clouds have other issuers and log-ins.
# https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
_CONNECTORS = ("smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com")
_CONNECTOR_DOMAINS = ("botframework.com",)
_FILE_HOSTS = ("graph.microsoft.com",)
_FILE_DOMAINS = ("sharepoint.com", "sharepoint-df.com", "1drv.com", "svc.ms")

# NAT64, 6to4, Teredo, IPv4-compatible: gateways map each to an IPv4 address, which may be private.
# https://www.iana.org/assignments/iana-ipv6-special-registry
_TUNNELS = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10"))
)
# Azure's platform services, at a public address that leads only into the platform.
# https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
# 192.0.0.0/24 holds other clouds' metadata services; 192.88.99.0/24 leads into 6to4.
_PLATFORM = tuple(map(ipaddress.IPv4Network, ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24")))

_PLAIN_PATH = re.compile(r"[A-Za-z0-9._~/-]*")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    bare = host.strip("[]").casefold()
    if bare == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Whether the address is on the public internet, not in a private network, this machine or its platform.

    An address that embeds another one is public only if that one is.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        return is_public(str(found.ipv4_mapped))
    never = _TUNNELS if isinstance(found, ipaddress.IPv6Address) else _PLATFORM
    return found.is_global and not found.is_multicast and not any(found in network for network in never)


def service_url_allowed(url: str, *, local: bool) -> bool:
    """Whether the bot may send its messages (and its token) to this connector."""
    parts = _split(url)
    if parts is None or parts.query or parts.fragment or not _PLAIN_PATH.fullmatch(parts.path):
        return False
    if local:
        return is_loopback(parts.hostname or "")
    return _public(parts) and _known(parts.hostname or "", _CONNECTORS, _CONNECTOR_DOMAINS)


def file_url_allowed(url: str, *, local: bool) -> bool:
    """Whether a file may be read from or written to this link."""
    parts = _split(url)
    if parts is None:
        return False
    if local:
        return is_loopback(parts.hostname or "")
    return _public(parts) and _known(parts.hostname or "", _FILE_HOSTS, _FILE_DOMAINS)


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses only, so that an allowed name can't point into a private network."""

    def __init__(self, inner: AbstractResolver | None = None) -> None:
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The host's addresses; raises OSError when any of them isn't public."""
        found = await self._inner.resolve(host, port, family)
        if not found or not all(is_public(each["host"]) for each in found):
            raise OSError(errno.EACCES, f"{host} leads to an address that isn't public")
        return found

    async def close(self) -> None:
        """Do nothing, as nothing is open."""
        await self._inner.close()


def _split(url: str) -> SplitResult | None:
    """The parts of an http(s) URL with a host and without credentials; None for anything else."""
    if not url.isascii() or re.search(r"[\s\\\x00-\x1f]", url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    usable = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc and port != 0
    return parts if usable else None


def _public(parts: SplitResult) -> bool:
    return parts.scheme == "https" and parts.port is None


def _known(host: str, hosts: tuple[str, ...], domains: tuple[str, ...]) -> bool:
    return host in hosts or any(host.endswith(f".{domain}") for domain in domains)
