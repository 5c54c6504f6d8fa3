"""One human with two accounts doesn't approve their own plan: refused where sure, marked where not."""

from __future__ import annotations

import pytest

from services.domain.same_human import AccountTraits, SameHuman, same_human

ALEX = AccountTraits("1", "Alex Tan", "alex.tan@contoso.com", "E-17", ("alex.tan@contoso.com", "alex@home.example"))


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (AccountTraits("1"), SameHuman.SURE),
        (AccountTraits("2", "Somebody", "x@contoso.com", "e-17"), SameHuman.SURE),
        (AccountTraits("2", "Somebody", "x@contoso.com", "", ("Alex@Home.example",)), SameHuman.SURE),
        (AccountTraits("2", "A. T.", "adm-alex.tan@contoso.onmicrosoft.com"), SameHuman.MAYBE),
        (AccountTraits("2", "A. T.", "alex_tan_admin@contoso.onmicrosoft.com"), SameHuman.MAYBE),
        (AccountTraits("2", "Alex Tan (Admin)", "t1-0042@contoso.com"), SameHuman.MAYBE),
        (AccountTraits("2", "Alex Tan", "alex.tan2@contoso.com", "E-18"), SameHuman.NO),
        (AccountTraits("2", "Sam Lim", "sam.lim@contoso.com"), SameHuman.NO),
        (AccountTraits("2"), SameHuman.NO),
    ],
)
def test_two_accounts(other: AccountTraits, found: SameHuman) -> None:
    assert same_human(ALEX, other) is found
    assert same_human(other, ALEX) is found
