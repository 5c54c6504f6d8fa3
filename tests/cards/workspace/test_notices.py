"""What a notice looks like for the moment before its card is there."""

from __future__ import annotations

import pytest

from cards.workspace.notices import arriving
from services.domain.notice_kind import NoticeKind
from tests.cards.look import words


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_of_notice_says_what_it_is_about(kind: NoticeKind) -> None:
    title = words(arriving(kind, "spoken", 7)).splitlines()[0]
    assert len(title.split()) > 1
