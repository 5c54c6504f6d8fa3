"""Whether two accounts belong to the same human: sure, maybe, or no sign of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.domain.people import bare_words, fold


class SameHuman(StrEnum):
    """How sure it is that two accounts are one person's."""

    SURE = "sure"  # the directory says so
    MAYBE = "maybe"  # names or addresses suggest it
    NO = "no"  # nothing suggests it


@dataclass(frozen=True, slots=True)
class AccountTraits:
    """What an account says about the human behind it; empty where the directory says nothing."""

    object_id: str
    name: str = ""
    user_name: str = ""
    employee_id: str = ""
    addresses: tuple[str, ...] = ()


# How admins name somebody's second account: `alex-admin`, `adm.alex`, `a_alex`, `alex.priv`.
_MARKS = frozenset({"a", "adm", "admin", "administrator", "priv", "privileged", "sa", "svc", "t0", "t1", "da", "ga"})


def same_human(one: AccountTraits, other: AccountTraits) -> SameHuman:
    """Sure for the same employee id or a shared address; maybe for the same name, or user name without its mark."""
    if one.object_id == other.object_id:
        return SameHuman.SURE
    if one.employee_id and fold(one.employee_id) == fold(other.employee_id):
        return SameHuman.SURE
    if _folded(one.addresses) & _folded(other.addresses):
        return SameHuman.SURE
    if one.employee_id and other.employee_id:
        return SameHuman.NO  # the company itself says that they differ
    mine, theirs = _stem(one.user_name), _stem(other.user_name)
    alike = (mine and mine == theirs) or (bare_words(one.name) and _person(one.name) == _person(other.name))
    return SameHuman.MAYBE if alike else SameHuman.NO


def _folded(addresses: Iterable[str]) -> set[str]:
    return {fold(address) for address in addresses if address}


def _stem(user_name: str) -> tuple[str, ...]:
    """The local part without the marks of a second account; its parts in any order."""
    local = fold(user_name).partition("@")[0]
    parts = local.replace("-", ".").replace("_", ".").split(".")
    return tuple(sorted(part for part in parts if part and part not in _MARKS))


def _person(name: str) -> tuple[str, ...]:
    words = (word.strip("()[]") for word in bare_words(name))
    return tuple(sorted(word for word in words if word and word not in _MARKS))
