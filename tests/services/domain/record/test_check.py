"""Whatever is done to the entries, the check names the first one that isn't as it was written."""

from __future__ import annotations

import json

from services.domain.record.check import check, walk
from services.domain.record.entries import canonical
from tests.services.domain.record.logs import KEY, TENANT, checkpoint, hash_of, leaves


def bent(leaf: str, **fields: object) -> str:
    """The entry with other fields."""
    return canonical({**json.loads(leaf), **fields})


def test_a_whole_record_holds() -> None:
    log = leaves(7)
    assert check(log, TENANT, [checkpoint(log[:3]), checkpoint(log)], KEY).good
    assert check([], TENANT, [checkpoint([])], KEY).good


def test_what_is_signed_has_no_blanks_and_sorted_keys() -> None:
    (leaf,) = leaves(1)
    assert leaf.startswith(
        '{"about":{"plan":"p1"},"action":"plan.made","actor":"o-alex","at":"2023-11-14T22:13:21.000Z",'
    )
    assert '"detail":{"lines":1,"name":"Ümit 🙂","share":"0.5"}' in leaf


def test_a_flip_is_named() -> None:
    log = leaves(7)
    log[3] = bent(log[3], actor="o-sam")
    assert walk(log, TENANT).entry == 4


def test_an_entry_whose_link_was_bent_is_named_itself() -> None:
    log = leaves(7)
    log[3] = bent(log[3], previous="1" * 64)
    assert walk(log, TENANT).entry == 4


def test_an_insertion_a_deletion_and_a_swap_are_named() -> None:
    log = leaves(7)
    assert walk([*log[:3], log[5], *log[3:]], TENANT).entry == 4
    assert walk([*log[:3], *log[4:]], TENANT).entry == 4
    assert walk([*log[:3], log[4], log[3], *log[5:]], TENANT).entry == 4


def test_a_cut_tail_is_named_by_a_checkpoint() -> None:
    log = leaves(7)
    found = check(log[:5], TENANT, [checkpoint(log)], KEY)
    assert (found.entry, found.last) == (6, 7)
    assert str(found) == "Entry 6 or a later one up to 7: it is gone; there were 7 once."


def test_a_rewrite_with_fresh_hashes_is_named_by_a_checkpoint() -> None:
    log = leaves(7)
    again = leaves(7, "other")
    assert walk(again, TENANT).good, "nothing in itself gives it away"
    assert check(again, TENANT, [checkpoint(log[:4])], KEY).entry == 1
    mixed = log[:4]
    for leaf in log[4:]:
        mixed.append(bent(leaf, actor="o-eve", previous=hash_of(mixed[-1])))
    found = check(mixed, TENANT, [checkpoint(log[:4]), checkpoint(log)], KEY)
    assert (found.entry, found.last) == (5, 7)


def test_a_checkpoint_of_another_key_is_no_proof() -> None:
    log = leaves(3)
    note = checkpoint(log).replace("— switchboard/tenant-1 ", "— switchboard/tenant-2 ")
    assert "isn't signed" in check(log, TENANT, [note], KEY).why


def test_another_workspaces_entry_and_odd_spelling_are_named() -> None:
    log = leaves(3)
    assert walk(log, "tenant-2").entry == 1
    assert walk([log[0], log[1].replace(",", ", ", 1), log[2]], TENANT).entry == 2
    assert walk([log[0], "no json", log[2]], TENANT).entry == 2


def test_what_an_entry_says_instead_of_its_place_moves_nothing_on_a_terminal() -> None:
    (leaf,) = leaves(1)
    said = str(walk([bent(leaf, seq="\x1b[2J\u202e1")], TENANT))
    assert said.isprintable()
    assert "2J" in said
