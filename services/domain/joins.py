"""Joining: which Microsoft account is which CPaaS member's. Neither side knows the other's ids; addresses tell.

A member belongs to the account that their address fits best. If it fits several equally well, a person is asked. A
join that was seen once stays, even if the account has been renamed since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.domain.people import Directory, Fit, Person, fold


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody as the CPaaS knows them; all but the identity may be empty or shared with others."""

    identity_uuid: str
    name: str = ""
    user_name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """A known join of a member and an account, with principal name and the member's address of that time."""

    identity_uuid: str
    object_id: str
    user_name: str
    email: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A deleted account: its former name, and the last day on which it can be restored."""

    object_id: str
    name: str
    user_name: str
    email: str
    until: date


@dataclass(frozen=True, slots=True)
class _Claim:
    """A member whose address fits an account, how well, and all accounts that it fits equally well."""

    member: Member
    fit: Fit
    rivals: tuple[Person, ...] = ()


def join(
    accounts: Iterable[Person],
    members: Iterable[Member],
    known: Mapping[str, Joined],
    deleted: Iterable[Deleted] = (),
) -> Directory:
    """Everybody, joined as far as that is certain; `known` are earlier joins, by identity.

    An account that several members claim appears once for each of them (`shared`). A member who fits several accounts
    appears once for each (`rivals`), and by themselves under their identity. A member without an account carries the
    day until which a `deleted` one can be restored.
    """
    # A list that changes while its pages are read may contain somebody twice.
    accounts = tuple({account.object_id: account for account in accounts}.values())
    members = tuple({member.identity_uuid: member for member in members}.values())
    claims = _claims(Directory(accounts), members, known)
    won = {account.object_id: _best(claims.get(account.object_id, ())) for account in accounts}
    people = [person for account in accounts for person in _persons(account, won[account.object_id], known)]
    winners = {claim.member.identity_uuid: claim for best in won.values() for claim in best}
    gone = _Gone(deleted, known)
    people += [gone.said_of(member) for member in members if member.identity_uuid not in winners]
    unclear = (claim for claim in winners.values() if claim.rivals)
    return Directory(people, [replace(_alone(claim.member), rivals=_named(claim.rivals)) for claim in unclear])


def learned(
    directory: Directory, holders: Collection[str], known: Mapping[str, Joined], *, told: bool = False
) -> tuple[Joined, ...]:
    """The joins of line holders to store: those that are certain and new.

    The principal name stays as it was when the line was given until somebody has been `told` the new one.
    """
    found = (person for person in directory.people if person.identity_uuid in holders and _certain(person))
    return tuple(one for person in found if (one := _news(person, known.get(person.identity_uuid), told)))


def by_address(person: Person) -> bool:
    """Whether the CPaaS's address is one of the account's; otherwise only an earlier join connects the two."""
    address = fold(person.cpaas_email)
    return any(address == fold(own) for own in (person.user_name, person.email, *person.aliases))


def joined(person: Person) -> Joined:
    """The two sides of this person, as they are now."""
    return Joined(person.identity_uuid, person.object_id, person.user_name, person.cpaas_email)


def _certain(person: Person) -> bool:
    # A guest's address stops counting once a member of the tenant gets it.
    return bool(person.object_id) and not person.rivals and not person.guest


def _news(person: Person, before: Joined | None, told: bool) -> Joined | None:
    now = joined(person)
    if before is None or before.object_id != now.object_id:
        return now
    # While the CPaaS still has the old address, the remark stays.
    kept = now if told and by_address(person) else replace(now, user_name=before.user_name)
    return None if kept == before else kept


def _claims(book: Directory, members: Sequence[Member], known: Mapping[str, Joined]) -> Mapping[str, Sequence[_Claim]]:
    """The claims on each account, by object id."""
    found: defaultdict[str, list[_Claim]] = defaultdict(list)
    for member in members:
        fit, fits = _fits(member, book, known.get(member.identity_uuid))
        for account in fits:
            found[account.object_id].append(_Claim(member, fit, fits if len(fits) > 1 else ()))
    return found


def _fits(member: Member, book: Directory, before: Joined | None) -> tuple[Fit, tuple[Person, ...]]:
    """The accounts of this member: the earlier one, as long as the member's address is the same."""
    if before is not None and fold(before.email) == fold(member.email):
        account = book.get(before.object_id)
        if account is not None:
            return Fit.PRINCIPAL, (account,)
    return book.having(member.email)


def _best(claims: Sequence[_Claim]) -> tuple[_Claim, ...]:
    best = min((claim.fit for claim in claims), default=Fit.PRINCIPAL)
    return tuple(claim for claim in claims if claim.fit == best)


def _persons(account: Person, best: Sequence[_Claim], known: Mapping[str, Joined]) -> Iterator[Person]:
    if not best:
        yield account
    for claim in best:
        member, before = claim.member, known.get(claim.member.identity_uuid)
        same = before is not None and before.object_id == account.object_id
        was = before.user_name if before is not None and same else account.user_name
        yield replace(
            account,
            identity_uuid=member.identity_uuid,
            cpaas_name=member.name,
            cpaas_user=member.user_name,
            cpaas_email=member.email,
            formerly="" if fold(was) == fold(account.user_name) else was,
            shared=len(best) > 1,
            rivals=_named(claim.rivals),
        )


class _Gone:
    """Deleted accounts, by the id that a member was joined with before, and by address."""

    def __init__(self, deleted: Iterable[Deleted], known: Mapping[str, Joined]) -> None:
        deleted = tuple(deleted)
        self._known = known
        self._by_id = {one.object_id: one for one in deleted}
        self._by_address = {fold(address): one for one in deleted for address in (one.email, one.user_name) if address}

    def said_of(self, member: Member) -> Person:
        """A member without an account, with the last day on which a deleted one can be restored."""
        before = self._known.get(member.identity_uuid)
        found = self._by_id.get(before.object_id) if before else None
        found = found or self._by_address.get(fold(member.email))
        return replace(_alone(member), restorable=found.until if found else None)


def _named(accounts: Iterable[Person]) -> tuple[str, ...]:
    return tuple(account.label for account in accounts)


def _alone(member: Member) -> Person:
    """A member without any account."""
    return Person(
        name=member.name or member.user_name or member.email,
        user_name=member.user_name,
        email=member.email,
        identity_uuid=member.identity_uuid,
        cpaas_name=member.name,
        cpaas_user=member.user_name,
        cpaas_email=member.email,
    )
