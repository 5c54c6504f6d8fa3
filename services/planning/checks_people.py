"""Remarks on people before they get a line or a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.domain.change import Change
from services.domain.joins import by_address
from services.domain.look_alikes import odd_signs
from services.domain.people import Directory, Person, fold
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, Severity
from services.planning.desired import Comparison
from services.planning.findings import error

_BLOCKED, _GUEST, _SHARED = "person.blocked", "person.guest", "person.shared_mailbox"
PERSON_REMARKS = frozenset({_BLOCKED, _GUEST, _SHARED})  # remarks to read before anything is done


def check_people(one: Comparison, directory: Directory) -> Iterator[Finding]:
    """Remarks on a name like somebody else's, a blocked account, a guest, another mail address, and a changed name."""
    change, holder = one.change, one.after.holder
    if holder is None or not (change.person or (change.to_teams and change.assign is not False)):
        return
    written = change.person or holder.user_name
    if holder.like_shared_mailbox and one.after.teams_code is None:
        yield replace(shared_mailbox(change, holder), severity=Severity.WARNING)
    elif holder.blocked and not holder.like_shared_mailbox:
        fix = tr("Unblock the account in the Microsoft 365 admin centre, or choose somebody else.")
        yield _warning(change, _BLOCKED, tr("Sign-in is blocked for {label}.", label=holder.label), fix, written)
    if holder.guest:
        fix = tr("Check that nobody of your own organisation is meant.")
        yield _warning(change, _GUEST, tr("{label} is a guest in your directory.", label=holder.label), fix, written)
    yield from _look_alike(change, holder, directory)
    yield from _mail(change, holder)
    if holder.formerly:
        why = tr(
            "{name} was {formerly} and is {user_name} now. It is the same account.",
            name=holder.name,
            formerly=holder.formerly,
            user_name=holder.user_name,
        )
        fix = (
            ""
            if by_address(holder)
            else tr("Change the e-mail in the CPaaS, too: there it is {cpaas_email}.", cpaas_email=holder.cpaas_email)
        )
        yield replace(_warning(change, "person.renamed", why, fix, written), severity=Severity.INFO)


def _look_alike(change: Change, holder: Person, directory: Directory) -> Iterator[Finding]:
    """Who may be taken for somebody else is pointed out, to whoever approves it too."""
    odd = odd_signs(f"{holder.name} {holder.user_name}")
    other = directory.alike(holder)
    if other is None and not odd:
        return
    like = (
        tr("{label} looks like {label_2} and is another account.", label=holder.label, label_2=other.label)
        if other
        else ""
    )
    holds = (
        tr("{label} is written with {lower}.", label=holder.label, lower=join_text(", ", odd[:3]).lower())
        if odd
        else ""
    )
    fix = tr("Compare the addresses letter by letter, and ask whoever runs your directory if in doubt.")
    yield _warning(
        change,
        "person.looks_alike",
        tr("{like} {holds}", like=like, holds=holds).strip(),
        fix,
        change.person or holder.user_name,
    )


def shared_mailbox(change: Change, holder: Person) -> Finding:
    """Why somebody who looks like a shared mailbox can't call in Teams, and what to do instead."""
    why = tr(
        "{label} looks like a shared mailbox: sign-in is blocked, and it has mail without a licence.",
        label=holder.label,
    )
    fix = tr("Nobody can sign in to Teams with it. Choose a person, or a resource account for a shared number.")
    return error(change, _SHARED, why, fix, "User", change.person or holder.user_name)


def _mail(change: Change, holder: Person) -> Iterator[Finding]:
    """The remark on another mail address, if somebody was found by their mail address."""
    apart = holder.mail_apart
    if apart and fold(apart) in (fold(change.person or ""), fold(holder.cpaas_email)):
        why = tr(
            "{name} gets mail at {apart} and signs in as {user_name}. It is the same account.",
            name=holder.name,
            apart=apart,
            user_name=holder.user_name,
        )
        yield replace(_warning(change, "person.mail_apart", why, "", holder.user_name), severity=Severity.INFO)


def check_synchronised(compared: Sequence[Comparison]) -> list[Finding]:
    """One remark on everybody who gets a number and is synchronised from on premises, where another may be set."""
    names = list(dict.fromkeys(one.after.holder.name for one in compared if one.after.holder and _may_clash(one)))
    if not names:
        return []
    named = (
        tr("{names} comes", names=names[0])
        if len(names) == 1
        else tr("{names} and {names_2:,} more come", names=names[0], names_2=len(names) - 1)
    )
    why = tr(
        "{named} from your Active Directory on premises. If a number is set there, Teams takes no other one.",
        named=named,
    )
    fix = tr("Clear it there (msRTCSIP-Line) and let it synchronise first.")
    return [Finding(Severity.INFO, "person.synchronised", why, fix, value=names[0])]


def _may_clash(one: Comparison) -> bool:
    holder, number = one.after.holder, one.after.number(one.to_teams)
    gets = number is not None and holder is not None and number.target == holder.object_id
    before = one.before.number(one.to_teams)
    return bool(holder and holder.synchronised and gets and not (before and before.target))


def _warning(change: Change, code: str, message: str, fix: str, value: str) -> Finding:
    return replace(error(change, code, message, fix, "User", value), severity=Severity.WARNING)
