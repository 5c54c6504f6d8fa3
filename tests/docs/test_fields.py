"""What is published and what is modelled of settings is said in the docs, and on no card."""

from __future__ import annotations

import json

import pytest

from tests.cards.every import KINDS, of_kind
from tests.docs.fields import rendered
from tests.docs.pages import ROOT
from tests.support.marks import first_quick


def test_the_page_of_fields_is_up_to_date() -> None:
    assert (ROOT / "docs/fields.md").read_text() == rendered(), "make docs"


@pytest.mark.parametrize("kind", first_quick(KINDS))
def test_no_card_speaks_of_modelling(kind: str) -> None:
    assert "odelled" not in json.dumps(of_kind(kind))
