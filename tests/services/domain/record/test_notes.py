"""Notes are read and signed as C2SP has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.errors import BadInput
from services.domain.record.checkpoints import Checkpoint, notes_in, read_checkpoint, sign
from services.domain.record.notes import NoteKey, opened, read_key, signed
from tests.services.domain.record.logs import KEY, ORIGIN, PRIVATE

# The example of https://github.com/yaglo/signed_note
KNOWN = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def test_a_known_note_is_opened_with_its_key() -> None:
    key = read_key(KNOWN)
    assert opened(NOTE, key) == "This is an example message.\n"
    assert str(key) == KNOWN
    assert opened(NOTE.replace("an example", "no example"), key) is None
    assert opened(NOTE, KEY) is None
    assert opened(NOTE.replace("\n\n", "\n"), key) is None


def test_signatures_of_others_beside_ours_do_no_harm() -> None:
    note = signed("text\n", ORIGIN, PRIVATE)
    assert opened(note + "— somebody/else Uw2QOkn8srV1\n", KEY) == "text\n"
    assert opened(f"{note}— {ORIGIN} {'A' * 88}\n", KEY) == "text\n", "another key of the same name"


@pytest.mark.parametrize("bent", [KNOWN.replace("530d", "530e"), "name", "", KNOWN[:-4], "n+00000000+AAAA"])
def test_a_bent_key_is_refused(bent: str) -> None:
    with pytest.raises(BadInput):
        read_key(bent)


@given(st.integers(0, 10**9), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_says_what_was_signed(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root)
    note = sign(checkpoint, PRIVATE)
    assert read_checkpoint(note, KEY) == checkpoint
    assert read_checkpoint(note, NoteKey("switchboard/other", KEY.public)) is None
    assert notes_in(f"Monday\n\n{note}\nand then\n{note}") == (note, note)


def test_what_was_signed_but_is_no_checkpoint_is_none() -> None:
    for text in ("a\n", f"{ORIGIN}\nseven\nAAAA\n", f"{ORIGIN}\n07\n{'A' * 43}=\n", f"{ORIGIN}\n7\nAAAA\n"):
        assert read_checkpoint(signed(text, ORIGIN, PRIVATE), KEY) is None
