"""Which column means what, however its heading is spelt."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from services.domain.settings.fields import Field, FieldKind
from services.domain.settings.user import USER
from services.domain.settings.words import label_of
from services.domain.steps import WORDS
from services.domain.voice_policies import KIND_WORDS, PolicyKind


class ColumnRole(StrEnum):
    """What a column is for; a value is the heading as the provider's guide writes it."""

    KEY = "Ext Key"
    NUMBER = "Number"  # the line's primary number
    MORE = "Number 2"  # and Number 3, Number 4, …: further numbers of the line
    PRIVATE = "Private number"  # a further number that is private in Teams
    PERSON = "User"  # who gets the line
    LABEL = "Directory name"
    TEMPLATE = "Template"  # settings kept under a name, for the line
    ADDON = "Addon license"
    SETTING = "Setting"  # any setting of a line, by its name on cards or on the wire
    POLICY = "Calling policy"  # and the other kinds of voice policies, by their name or Microsoft's
    RESULT = "Outcome"  # a column of one of our own result files: kept, never read


RESULT_HEADERS = ("Outcome", "Reason", "Error code", "What to do", "Before and now", "Done at", "Request ids")

_SPELLINGS: dict[ColumnRole, tuple[str, ...]] = {
    ColumnRole.KEY: ("ext key", "extkey", "extension key", "extension", "ext"),
    ColumnRole.NUMBER: ("number", "number 1", "phone number", "did"),
    ColumnRole.PRIVATE: ("private number", "private line"),
    ColumnRole.PERSON: ("user", "user name", "username", "assigned user", "person"),
    ColumnRole.LABEL: ("directory name", "label", "ext label"),
    ColumnRole.TEMPLATE: ("template", "settings template"),
    ColumnRole.RESULT: tuple(text.casefold() for text in (*RESULT_HEADERS, *WORDS.values())),
}
_ROLES = {spelling: role for role, spellings in _SPELLINGS.items() for spelling in spellings}
_MAX_HEADING_CHARACTERS = 200  # letters that are looked at; no heading of ours is as long
_ADDON = re.compile(r"add ?ons?( licen[sc]es?)? ?[0-9]*")
_MORE = re.compile(r"(phone )?number ?([2-9]|[1-9][0-9]{1,2})")
_IGNORED = re.compile(r"[\u200b-\u200f\u2060\ufeff\"']+")


def plain(header: str) -> str:
    """A heading as headings are compared: no case, single spaces, no dashes or invisible marks."""
    return _plain(header[:_MAX_HEADING_CHARACTERS])


@lru_cache(maxsize=4096)
def _plain(header: str) -> str:
    text = _IGNORED.sub("", unicodedata.normalize("NFKC", header)).casefold()
    return " ".join(text.replace("_", " ").replace("-", " ").split())


def letters_of(header: str) -> str:
    """The letters and digits of a heading alone: `User Principal-Name` and `userPrincipalName` are one."""
    return "".join(sign for sign in plain(header) if sign.isalnum())


# A reset is a click, and no value that a file could hold.
_FIELDS = tuple(field for section in USER for field in section.fields if field.kind is not FieldKind.RESET)
_SETTINGS = {plain(name): field for field in _FIELDS for name in (field.path, label_of(field.path))}


def heading_of(kind: PolicyKind) -> str:
    """The heading of the column that holds this kind of voice policy."""
    return f"{KIND_WORDS[kind].capitalize()} policy"


_POLICIES = {plain(name): kind for kind in PolicyKind for name in (heading_of(kind), kind.value)}


def role_of(header: str) -> ColumnRole | None:
    """What the column of this heading is for, or None when it's no heading we know."""
    text = plain(header)
    if text in _SETTINGS:
        return ColumnRole.SETTING
    if text in _POLICIES:
        return ColumnRole.POLICY
    if text in _ROLES:
        return _ROLES[text]
    if _MORE.fullmatch(text):
        return ColumnRole.MORE
    return ColumnRole.ADDON if _ADDON.fullmatch(text) else None


def setting_of(header: str) -> Field | None:
    """The setting that the column of this heading holds, or None when it holds none."""
    return _SETTINGS.get(plain(header))


def policy_of(header: str) -> PolicyKind | None:
    """The kind of voice policy that the column of this heading names, or None when it names none."""
    return _POLICIES.get(plain(header))


def known_spellings() -> tuple[str, ...]:
    """All headings of columns that are read, in plain spelling: for 'did you mean'."""
    read = (
        spelling for role, spellings in _SPELLINGS.items() if role is not ColumnRole.RESULT for spelling in spellings
    )
    return (*read, "addon license", "addon license 1", *_SETTINGS, *_POLICIES)
