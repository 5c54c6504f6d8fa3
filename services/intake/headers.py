"""Recognises columns by their headings, in every spelling we know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache

from services.domain.phrases import tr
from services.domain.settings.fields import Field, FieldKind
from services.domain.settings.user import USER
from services.domain.settings.words import label_of
from services.domain.steps import WORDS
from services.domain.voice_policies import KIND_WORDS, PolicyKind
from services.intake.translated import english, numbered, words_in


class ColumnRole(StrEnum):
    """What a column holds; the values are the headings of the provider's guide."""

    KEY = "Ext Key"
    NUMBER = "Number"  # the line's primary number
    MORE = "Number 2"  # also Number 3, Number 4, …: further numbers of the line
    PRIVATE = "Private number"  # a further number that is private in Teams
    PERSON = "User"  # who gets the line
    LABEL = "Directory name"
    TEMPLATE = "Template"  # settings kept under a name, for the line
    ADDON = "Addon license"
    SETTING = "Setting"  # any setting of a line, by its name on cards or in the API
    POLICY = "Calling policy"  # and every other kind of voice policy, by our name or Microsoft's
    RESULT = "Outcome"  # a column of one of our own result files: kept, never read


RESULT_HEADERS = (
    *(tr("Outcome"), tr("Reason"), tr("Error code"), tr("What to do")),
    *(tr("Before and now"), tr("Done at"), tr("Request ids")),
)
NUMBERED_ADDON = tr("Addon license {no}")
_NUMBERED_MORE = tr("Number {no}")

_SPELLINGS: dict[ColumnRole, tuple[str, ...]] = {
    ColumnRole.KEY: ("ext key", "extkey", "extension key", "extension", "ext"),
    ColumnRole.NUMBER: ("number", "number 1", "phone number", "did"),
    ColumnRole.PRIVATE: ("private number", "private line"),
    ColumnRole.PERSON: ("user", "user name", "username", "assigned user", "person"),
    ColumnRole.LABEL: ("directory name", "label", "ext label"),
    ColumnRole.TEMPLATE: ("template", "settings template"),
    ColumnRole.RESULT: (*RESULT_HEADERS, *WORDS.values()),
}
# Roles whose headings are names of settings or policies, or carry a number.
_REPEATABLE_ROLES = (ColumnRole.MORE, ColumnRole.SETTING, ColumnRole.POLICY, ColumnRole.RESULT)
_MAX_HEADING_CHARACTERS = 200  # characters that are compared; no heading of ours is as long
_ADDON = re.compile(r"add ?ons?( licen[sc]es?)? ?[0-9]*")
_MORE = re.compile(r"(phone )?number ?([2-9]|[1-9][0-9]{1,2})")
_IGNORED = re.compile(r"[\u200b-\u200f\u2060\ufeff\"']+")


def plain(header: str) -> str:
    """The heading in the spelling that is compared: case folded, single spaces, no dashes or invisible characters."""
    return _plain(header[:_MAX_HEADING_CHARACTERS])


@lru_cache(maxsize=4096)
def _plain(header: str) -> str:
    text = _IGNORED.sub("", unicodedata.normalize("NFKC", header)).casefold()
    return " ".join(text.replace("_", " ").replace("-", " ").split())


_ROLES = {plain(spelling): role for role, spellings in _SPELLINGS.items() for spelling in spellings}


def letters_of(header: str) -> str:
    """Only the heading's letters and digits, so that `User Principal-Name` equals `userPrincipalName`."""
    return "".join(char for char in plain(header) if char.isalnum())


# Resetting is done by a button; no value in a file means it.
_FIELDS = tuple(field for section in USER for field in section.fields if field.kind is not FieldKind.RESET)
_SETTINGS = {plain(name): field for field in _FIELDS for name in (field.path, label_of(field.path))}


def heading_of(kind: PolicyKind) -> str:
    """The heading of the column that holds this kind of voice policy."""
    return tr("{kind:A} policy", kind=KIND_WORDS[kind])


_POLICIES = {plain(name): kind for kind in PolicyKind for name in (heading_of(kind), kind.value)}


def role_of(header: str) -> ColumnRole | None:
    """The role of the column with this heading, in any language, or None when we don't know the heading."""
    text = plain(header)
    return _role_of(text) or _role_of(_in_english(text))


def _role_of(text: str) -> ColumnRole | None:
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
    """The setting that a column with this heading holds, or None."""
    text = plain(header)
    return _SETTINGS.get(text) or _SETTINGS.get(_in_english(text))


def policy_of(header: str) -> PolicyKind | None:
    """The kind of voice policy that a column with this heading names, or None."""
    text = plain(header)
    return _POLICIES.get(text) or _POLICIES.get(_in_english(text))


def known_spellings() -> tuple[str, ...]:
    """The headings of all columns that are read, in plain spelling, for "did you mean"."""
    read = (
        spelling for role, spellings in _SPELLINGS.items() if role is not ColumnRole.RESULT for spelling in spellings
    )
    return (
        *read,
        "addon license",
        "addon license 1",
        *_SETTINGS,
        *_POLICIES,
        *(h for h in other_languages() if "{" not in h),
    )


def our_headings() -> tuple[str, ...]:
    """Every heading of our own files, as phrases; `{no}` stands for a number."""
    read = (tr(role.value) for role in ColumnRole if role not in _REPEATABLE_ROLES)
    more = (numbered(template) for template in (NUMBERED_ADDON, _NUMBERED_MORE))
    settings = (label_of(field.path) for field in _FIELDS)
    return (*read, *more, *settings, *map(heading_of, PolicyKind), *RESULT_HEADERS, *WORDS.values())


@lru_cache(maxsize=4096)
def _in_english(text: str) -> str:
    """The plain English for a plain heading in another language; empty when no language has it."""
    return plain(english(text, other_languages())) if text else ""


@cache
def other_languages() -> Mapping[str, str]:
    """The English of each of our headings, by its plain spelling in every other language; reads all catalogues once."""
    return words_in(our_headings(), plain)
