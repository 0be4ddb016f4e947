"""Which addresses of the network messages may be sent to: those of everybody, and what the operator allows by name.

Who may name a webhook must not make the service knock at doors that only the service can reach.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from code_engine.errors import Problem, quoted
from code_engine.service.store.errors import StoreError

IpAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
IpNetwork: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv6 addresses whose last 32 bits are an IPv4 address, behind a translator (RFC 6052)."""


def is_open_to(address: str, allowed: Sequence[IpNetwork]) -> bool:
    """Whether messages may go to an address, given as a number: it is everybody's, or in a network that is allowed."""
    number = _meant(ipaddress.ip_address(address.partition("%")[0]))
    return _is_everybodys(number) or any(number in network for network in allowed)


def read_networks(texts: Iterable[str]) -> tuple[IpNetwork, ...]:
    """Networks as `10.1.2.0/24`, or single addresses. Raises StoreError for anything else."""
    found = []
    for text in texts:
        try:
            found.append(ipaddress.ip_network(text))
        except ValueError:
            message = f"{quoted(text)} is not a network"
            raise StoreError(Problem(message, None, "write it as 10.1.2.0/24, or as one address")) from None
    return tuple(found)


def _is_everybodys(number: IpAddress) -> bool:
    return number.is_global and not (number.is_multicast or number.is_reserved or number.is_unspecified)


def _meant(number: IpAddress) -> IpAddress:
    """The IPv4 address that an IPv6 address stands for, where it stands for one."""
    if not isinstance(number, ipaddress.IPv6Address):
        return number
    if number.ipv4_mapped is not None:
        return number.ipv4_mapped
    if number.sixtofour is not None:
        return number.sixtofour
    if number in _TRANSLATED:
        return ipaddress.IPv4Address(int(number) & 0xFFFF_FFFF)
    return number
