"""Which effects a change of an extension has, for the sandbox's count of effects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from services.sandbox.world import Extension


def effects_of(before: Extension | None, after: Extension | None) -> Iterator[tuple[str, str]]:
    """Kind and key of every effect that turning `before` into `after` has; None stands for no extension."""
    key = after.ext_key if after else before.ext_key if before else ""
    if before and after and before.ext_key != after.ext_key:
        yield "extension.rekey", f"{before.ext_key}:{after.ext_key}"
    if before and after and before.ext_label != after.ext_label:
        yield "extension.label", key
    if before and after and _first(before) != _first(after) and set(before.numbers) == set(after.numbers):
        yield "number.primary", _first(after)
    if before is None or after is None:
        yield ("extension.create" if after else "extension.delete"), key
    yield from _member_effects(before, after, key)
    yield from _addon_effects(before, after, key)
    yield from _number_effects(before, after)


def _first(extension: Extension) -> str:
    return extension.numbers[0] if extension.numbers else ""


def _member_effects(before: Extension | None, after: Extension | None, key: str) -> Iterator[tuple[str, str]]:
    was, is_now = before and before.identity_uuid, after and after.identity_uuid
    if was != is_now:
        yield ("member.assign" if is_now else "member.unassign"), key


def _addon_effects(before: Extension | None, after: Extension | None, key: str) -> Iterator[tuple[str, str]]:
    was = Counter(before.addons if before else ())
    is_now = Counter(after.addons if after else ())
    yield from (("addon.add", f"{key}:{code}") for code in (is_now - was).elements())
    yield from (("addon.remove", f"{key}:{code}") for code in (was - is_now).elements())


def _number_effects(before: Extension | None, after: Extension | None) -> Iterator[tuple[str, str]]:
    was = before.numbers if before else []
    is_now = after.numbers if after else []
    yield from (("number.map", number) for number in is_now if number not in was)
    yield from (("number.unmap", number) for number in was if number not in is_now)
