"""Two verifiers, written apart, agree on every tampering, and both find it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.record.export import export
from services.domain.record.merkle import MerkleTree, leaf_hash
from tests.services.domain.record.logs import KEY, TENANT, checkpoint, leaves
from tests.tools.second_verifier import check_export

# Directional marks, zero-width characters, controls, a tag, and a soft hyphen.
UNSEEN = "\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u200b\u2060\ufeff\x07\x7f\x9b\u2028\U000e0041\u00ad"
TOOL = Path(__file__).parents[2] / "tools" / "verify_record.py"


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_record", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SECOND = _loaded()


def exported(count: int = 11, what: str = "plan", some: tuple[int, ...] = ()) -> str:
    """An export of so many entries, with checkpoints on the way; only of `some` where they are named."""
    log = leaves(count, what)
    notes = [checkpoint(log[:size]) for size in sorted({4, 7, count}) if size <= count]
    tree = MerkleTree([leaf_hash(leaf.encode()) for leaf in log])
    chosen = [(seq, leaf) for seq, leaf in enumerate(log, 1) if not some or seq in some]
    return "".join(export(TENANT, KEY, notes, tree, chosen, "2026-11-24T10:00:00.000Z"))


def both(text: str, *given: str) -> tuple[tuple[bool, int], tuple[bool, int]]:
    """Whether each verifier finds something, and which entry it names."""
    first = check_export(text, KEY, given)
    try:
        SECOND.verify(text, str(KEY), given)
        second = (True, 0)
    except SECOND.Bad as bad:
        second = (False, bad.entry)
    return (first.good, first.entry), second


WHOLE = exported()
_LINES = WHOLE.splitlines(keepends=True)
_ENTRIES = [at for at, line in enumerate(_LINES) if json.loads(line)["type"] == "entry"]


def test_whole_and_partial_exports_hold_for_both() -> None:
    for text in (WHOLE, exported(1), exported(some=(3, 9)), exported(64)):
        assert both(text) == ((True, 0), (True, 0))


def test_an_export_turns_no_writing_direction_and_keeps_every_text() -> None:
    told = exported(what=f"plan{UNSEEN}")
    assert told.isascii()
    assert not any(ord(one) < 32 for one in told.replace("\n", ""))
    assert both(told) == ((True, 0), (True, 0))
    assert all(UNSEEN in json.loads(leaf)["subject"] for _, leaf, _ in SECOND.read_export(told)[3])


def test_a_rewrite_is_found_by_an_earlier_checkpoint_alone() -> None:
    again = exported(what="other")
    assert both(again) == ((True, 0), (True, 0))
    assert both(again, checkpoint(leaves(4))) == ((False, 1), (False, 1))


@pytest.mark.long
@settings(max_examples=150)
@given(st.data())
def test_both_name_the_same_entry_for_every_tampering_with_entries(data: st.DataObject) -> None:
    lines = list(_LINES)
    one, other = (data.draw(st.sampled_from(_ENTRIES)) for _ in range(2))
    how = data.draw(st.sampled_from(["flip", "delete", "insert", "swap", "cut", "proof"]))
    if how == "flip":
        entry = json.loads(lines[one])
        at = data.draw(st.integers(0, len(entry["leaf"]) - 1))
        new = data.draw(st.characters(codec="utf-8").filter(lambda c: c != entry["leaf"][at]))
        entry["leaf"] = entry["leaf"][:at] + new + entry["leaf"][at + 1 :]
        lines[one] = json.dumps(entry) + "\n"
    elif how == "delete":
        del lines[one]
    elif how == "insert":
        lines.insert(one, lines[other])
    elif how == "swap":
        lines[one], lines[other] = lines[other], lines[one]
    elif how == "cut":
        del lines[one:]
    else:
        entry = json.loads(lines[one])
        entry["proof"] = data.draw(st.permutations(entry["proof"]))
        lines[one] = json.dumps(entry) + "\n"
    first, second = both("".join(lines))
    assert first == second
    same = how in ("swap", "proof") and [json.loads(a) for a in lines] == [json.loads(a) for a in _LINES]
    assert first[0] == same
    if how in ("flip", "delete", "cut"):
        assert first[1] == _ENTRIES.index(one) + 1


@settings(max_examples=150)
@given(st.integers(0, len(WHOLE) - 1), st.characters(codec="utf-8"))
def test_both_agree_on_any_changed_character(at: int, new: str) -> None:
    first, second = both(WHOLE[:at] + new + WHOLE[at + 1 :])
    assert first == second


def relabelled(text: str) -> str:
    """The export, said to hold some entries only."""
    return text.replace('"whole":true', '"whole":false')


SOME = exported(some=(3, 9))


def test_a_rewrite_is_found_in_a_file_of_some_entries_as_well() -> None:
    """Otherwise a rewritten record would hold as soon as its file says that it isn't whole."""
    for again in (exported(what="other", some=(3, 9)), relabelled(exported(what="other"))):
        assert both(again) == ((True, 0), (True, 0))
        for size in (4, 7, 11):
            assert both(again, checkpoint(leaves(size)))[0] == both(again, checkpoint(leaves(size)))[1]
            assert not both(again, checkpoint(leaves(size)))[0][0], size


def test_some_entries_hold_with_the_checkpoints_that_somebody_kept() -> None:
    kept = [checkpoint(leaves(size)) for size in (0, 4, 7, 11)]
    assert both(SOME, *kept) == ((True, 0), (True, 0))
    assert both(relabelled(WHOLE), *kept) == ((True, 0), (True, 0))


def test_a_checkpoint_that_a_file_of_some_entries_cant_be_compared_with_is_no_proof() -> None:
    assert both(SOME, checkpoint(leaves(5))) == ((False, 0), (False, 0))
    assert both(SOME, checkpoint(leaves(13))) == ((False, 12), (False, 12))


def test_no_entry_stands_twice_or_before_an_earlier_one_in_a_file_of_some() -> None:
    lines = SOME.splitlines(keepends=True)
    assert both("".join([*lines, lines[-1]])) == ((False, 9), (False, 9))
    assert both("".join([*lines[:-2], lines[-1], lines[-2]])) == ((False, 3), (False, 3))


DEEP = "[" * 200_000


@pytest.mark.parametrize("text", [DEEP, WHOLE + DEEP, WHOLE.replace('"leaf":"', '"leaf":"' + DEEP, 1)])
def test_what_is_too_deep_to_be_read_is_said_to_be_so(text: str) -> None:
    first, second = both(text)
    assert first == second
    assert not first[0]


def test_it_runs_alone_and_says_what_it_found(tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"
    file.write_text(WHOLE, encoding="utf-8")
    kept = tmp_path / "channel.txt"
    kept.write_text("Monday\n\n" + checkpoint(leaves(7)), encoding="utf-8")

    def run(*more: str) -> tuple[int, str]:
        done = subprocess.run([sys.executable, "-I", TOOL, file, *more], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.strip()

    assert run("--key", str(KEY), "--checkpoints", str(kept)) == (0, "11 entries hold")
    file.write_text(exported(what="other"), encoding="utf-8")
    code, said = run("--key", str(KEY), "--checkpoints", str(kept))
    assert code == 1
    assert said.startswith("entry 1 or a later one up to 7")
    file.write_text(SOME, encoding="utf-8")
    assert run("--key", str(KEY)) == (0, "2 entries hold; the file has some of the record's only")
    kept.write_text("Monday, nothing\n", encoding="utf-8")
    assert run("--key", str(KEY), "--checkpoints", str(kept)) == (1, f"There is no checkpoint in {kept}.")


@pytest.mark.parametrize("text", ["", "{}", "[]", "null\n", '{"type":"record"}\n', WHOLE[: len(WHOLE) // 3]])
def test_what_is_no_export_is_said_to_be_none(text: str) -> None:
    first, second = both(text)
    assert first == second
    assert not first[0]
