"""Reads single cells (a key, a name, a licence code) as a value or as a fault."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from services.domain.addons import ADDONS, AddonKind, conflicts, find_code, name_of
from services.domain.phrases import join_text
from services.domain.placeholders import stands_for_nothing
from services.intake.faults import MAX_CELL_CHARACTERS
from services.intake.names import address_in, hides_something, is_garbled, unwrapped, without_marks

_DECIMAL = re.compile(r"([0-9]+)[.,]0{1,2}")
_KEY = re.compile(r"[0-9]{3,5}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_COMMAND = re.compile(r"'*[=+\-@＝＋－＠]")
_ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#ERROR", "#SPILL!", "#CALC!"})
_SEVERAL = re.compile(r"[,;|/\n]")
_MAX_CACHED_CELLS = 30  # add-on cells in a row; wider rows aren't cached


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell: the fault's code, and the values to fill into its texts."""

    code: str
    words: tuple[tuple[str, str | int], ...] = ()


def fault_of_any(text: str) -> CellFault | None:
    """The fault of a cell that no column accepts (a formula, a spreadsheet error, far too long a text), or None."""
    if text[0] == "=" or text.startswith("'="):
        return CellFault("cell.formula")
    if text[0] == "#" and text.upper() in _ERRORS:
        return CellFault("cell.error_value")
    return CellFault("cell.too_long") if len(text) > MAX_CELL_CHARACTERS else None


def fault_of_setting(text: str) -> CellFault | None:
    """The fault of a cell that no setting accepts, or None; how long a value may be is left to the setting."""
    trouble = fault_of_any(text)
    return trouble if trouble and trouble.code != "cell.too_long" else None


def read_key(text: str) -> str | CellFault:
    """The extension key, 3 to 5 digits; `101.0`, as a spreadsheet may write it, counts as 101."""
    digits = text.removeprefix("'")
    if not digits.isascii() or not digits.isdigit():
        decimal = _DECIMAL.fullmatch(digits)
        if not decimal:
            return CellFault("cell.formula" if _COMMAND.match(text) else "row.key_not_digits")
        digits = decimal[1]
    return digits if _KEY.fullmatch(digits) else CellFault("row.key_length")


def read_person(text: str) -> str | CellFault:
    """The name, e-mail or id of a person; only the address where there is more around it."""
    return read_name(address_in(without_marks(text)))


def read_name(text: str) -> str | CellFault:
    """The text of a name, e-mail or id as written, with single spaces."""
    name = without_marks(text)
    if _CONTROL.search(name):
        return CellFault("cell.control")
    if not name.isascii():
        if hides_something(name):
            return CellFault("cell.invisible")
        if is_garbled(name):
            return CellFault("cell.garbled")
    if _COMMAND.match(name) or not name:
        return CellFault("cell.formula" if name else "cell.invisible")
    return CellFault("row.code_misplaced") if name in ADDONS else join_text(" ", name.split())


@lru_cache(maxsize=4096)
def read_code(written: str) -> str | CellFault:
    """The licence code that a cell gives, by its code or by its name."""
    text = unwrapped(written)
    if not text or stands_for_nothing(text):
        return CellFault("cell.placeholder")
    trouble = fault_of_any(text)
    if trouble:
        return trouble
    code = find_code(text.removeprefix("'"))
    if code:
        return code
    if _COMMAND.match(text):
        return CellFault("cell.formula")
    parts = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
    if len(parts) > 1 and all(find_code(part) for part in parts):
        return CellFault("row.code_several")
    return CellFault("row.code_unknown")


@lru_cache(maxsize=1024)
def near_code(text: str) -> str:
    """The code whose spelling or name is closest to the text, or None; this takes a fifth of a millisecond."""
    near = difflib.get_close_matches(join_text(" ", text.split()).casefold(), _NAMES, n=1, cutoff=0.7)
    return _NAMES[near[0]] if near else ""


_NAMES: Mapping[str, str] = {name.casefold(): code for code, addon in ADDONS.items() for name in (code, addon.name)}


@dataclass(frozen=True, slots=True)
class AddonCells:
    """The distinct codes in a row's add-on cells, and the faults by the cell's position among them."""

    codes: tuple[str, ...]
    troubles: tuple[tuple[int, CellFault], ...]


def read_addons(texts: tuple[str, ...]) -> AddonCells:
    """The codes and faults of all of a row's add-on cells."""
    return _read_addons(texts) if len(texts) <= _MAX_CACHED_CELLS else _read_addons.__wrapped__(texts)


@lru_cache(maxsize=4096)  # a file has few combinations, each in thousands of rows
def _read_addons(texts: tuple[str, ...]) -> AddonCells:
    codes: list[str] = []
    troubles: list[tuple[int, CellFault]] = []
    for at, text in enumerate(texts):
        code = read_code(text) if text else ""
        if isinstance(code, CellFault):
            troubles.append((at, code))
        elif code in codes:
            troubles.append((at, _repeated(code, texts)))
        elif code:
            codes.append(code)
    for one, other in conflicts(set(codes)):
        words = (("one", name_of(one)), ("other", name_of(other)))
        troubles.append((0, CellFault("row.addons_together", words)))
    return AddonCells(tuple(codes), tuple(troubles))


def _repeated(code: str, texts: tuple[str, ...]) -> CellFault:
    addon = ADDONS[code]
    count = sum(read_code(text) == code for text in texts if text)
    kind = "row.addon_limit" if addon.kind is AddonKind.DEVICE and addon.limit == 1 else "row.addon_twice"
    return CellFault(kind, (("addon", addon.name), ("count", count)))
