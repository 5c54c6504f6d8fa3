"""People as both sides know them, and how a text finds the person it means."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from itertools import islice

from services.domain.look_alikes import looks
from services.domain.phrases import join_text, tr


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can hold a line: a Microsoft account joined with the CPaaS member.

    `user_name` is the principal name, or the CPaaS user name of a member that the directory doesn't know; `email` and
    `aliases` are the account's addresses. `object_id` is empty for a member the directory doesn't know,
    `identity_uuid` for an account the CPaaS doesn't know. `cpaas_name`, `cpaas_user` and `cpaas_email` are what the
    CPaaS calls the member. `phone_plans` are ids of service plans that are on, `licences` ids of Microsoft licences.

    `formerly` is the principal name under which the line was given, if it has changed since. `shared`: several
    members have this account's address. `rivals` names the accounts that this member's address fits equally: then
    nobody knows which of them is the member's.

    `by_group`: their phone licence comes by a group, and can't be taken by hand; `seat_error` is Microsoft's word for
    why one of a group didn't reach them. `licences_by_group` are those of the licences that come only so. `groups` are
    the names of those groups, as far as they can be read.

    `business_phones` are those in the directory entry, `department` and `office` what it says of where they work.

    `synchronised`: the account comes from an Active Directory on premises. `restorable` is the last day on which a
    member's deleted account can be restored; such a member is one without an account.
    """

    name: str
    user_name: str
    email: str
    object_id: str = ""
    identity_uuid: str = ""
    usage_location: str = ""
    is_resource: bool = False
    enabled: bool = True
    phone_plans: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    guest: bool = False
    aliases: tuple[str, ...] = ()
    cpaas_name: str = ""
    cpaas_user: str = ""
    cpaas_email: str = ""
    formerly: str = ""
    shared: bool = False
    rivals: tuple[str, ...] = ()
    by_group: bool = False
    licences_by_group: tuple[str, ...] = ()
    seat_error: str = ""
    groups: tuple[str, ...] = ()
    synchronised: bool = False
    restorable: date | None = None
    business_phones: tuple[str, ...] = ()
    department: str = ""
    office: str = ""

    @property
    def key(self) -> str:
        """The id that is unique to this person."""
        if self.shared:
            return f"{self.object_id}+{self.identity_uuid}"
        return self.object_id or self.identity_uuid

    @property
    def label(self) -> str:
        """Name and user name: enough to tell two of the same name apart."""
        known = self.user_name or self.email or self.key[:8]
        if self.shared:
            known = tr(
                "{known}, CPaaS user {cpaas_user}",
                known=known,
                cpaas_user=self.cpaas_user or self.cpaas_name or self.identity_uuid[:8],
            )
        return tr("{name} ({known})", name=self.name, known=known) if self.name and known else self.name or known

    @property
    def blocked(self) -> bool:
        """Whether the account's sign-in is blocked; for a resource account that is normal.

        https://learn.microsoft.com/microsoftteams/manage-resource-accounts
        """
        return bool(self.object_id) and not self.enabled and not self.is_resource

    @property
    def like_shared_mailbox(self) -> bool:
        """Whether the account looks like a shared mailbox: nobody signs in, and it has mail without a licence.

        Graph tells a mailbox's purpose only to who may read everybody's mailbox settings, which is more than is asked
        for here: https://learn.microsoft.com/microsoft-365/admin/email/about-shared-mailboxes
        """
        return self.blocked and bool(self.email) and not (self.licences or self.guest)

    @property
    def mail_apart(self) -> str:
        """The account's mail address if it differs from the principal name."""
        apart = bool(self.object_id and self.email) and fold(self.email) != fold(self.user_name)
        return self.email if apart and not self.guest else ""

    @property
    def absence(self) -> str:
        """Why nothing can be done for a person without an account, in words to follow their name."""
        if self.rivals:
            return tr(
                "has an address that {rivals} Microsoft accounts have ({cpaas_email})",
                rivals=len(self.rivals),
                cpaas_email=self.cpaas_email,
            )
        if self.restorable:
            return tr(
                "was deleted from your Microsoft directory; the account can be restored until {last_day}",
                last_day=self._last_day,
            )
        return tr("isn't in your Microsoft directory")

    @property
    def _last_day(self) -> str:
        return f"{self.restorable:%-d %B %Y}" if self.restorable else ""

    @property
    def marks(self) -> tuple[str, ...]:
        """Remarks worth knowing before this person is chosen, a few words each."""
        found = (
            (self.guest, "guest"),
            (bool(self.mail_apart and not self.rivals), tr("mail {mail_apart}", mail_apart=self.mail_apart)),
            (self.blocked and not self.like_shared_mailbox, tr("sign-in blocked")),
            (self.like_shared_mailbox, tr("sign-in blocked, like a shared mailbox's")),
            (bool(self.restorable), tr("deleted, can be restored until {last_day}", last_day=self._last_day)),
            (not (self.object_id or self.rivals or self.restorable), tr("not in your Microsoft directory")),
            (not self.object_id and bool(self.rivals), tr("Microsoft account unclear")),
            (not self.identity_uuid, tr("not in the CPaaS")),
            (
                bool(self.object_id and self.rivals),
                tr("shares {cpaas_email} with others", cpaas_email=self.cpaas_email),
            ),
            (bool(self.formerly), tr("was {formerly}", formerly=self.formerly)),
        )
        return tuple(words for holds, words in found if holds)

    @property
    def described(self) -> str:
        """The label with all marks."""
        return join_text(" · ", (self.label, *self.marks))


def fold(text: str) -> str:
    """`text` as names are compared: one normal form, no case, single spaces."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(plain.split()).casefold()


_LETTERS = str.maketrans({"ø": "o", "ß": "ss", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "’": "'"})


def bare_words(text: str) -> tuple[str, ...]:
    """The words of a name without accents, as somebody without them on their keyboard types it."""
    parted = unicodedata.normalize("NFKD", fold(text)).translate(_LETTERS)
    return tuple("".join(sign for sign in parted if not unicodedata.combining(sign)).split())


class Fit(IntEnum):
    """How an address fits an account: the lower, the better."""

    PRINCIPAL = 0  # the address they sign in with
    MAIL = 1  # an address where they get mail
    GUEST_MAIL = 2  # an address of a guest, who belongs to another tenant


class _Index:
    """People by text, each once; members and guests apart."""

    def __init__(self, people: Iterable[Person], texts: Callable[[Person], Iterable[str]]) -> None:
        self._members: dict[str, list[Person]] = {}
        self._guests: dict[str, list[Person]] = {}
        for person in people:
            kept = self._guests if person.guest else self._members
            for wanted in {fold(text) for text in set(texts(person)) if text}:
                kept.setdefault(wanted, []).append(person)

    def find(self, wanted: str) -> tuple[Person, ...]:
        """The members found under this text, otherwise the guests."""
        return tuple(self._members.get(wanted) or self._guests.get(wanted) or ())


class Directory:
    """Finds people, in one order: by object id or identity, principal name, e-mail address, then name.

    The first of these that fits anybody counts, and within it members of the tenant come before guests. Everybody who
    fits equally well is returned: a tie is a question, never a pick. A CPaaS member's user name counts as a name.
    `lone` are people who are found by their identity only.
    """

    def __init__(self, people: Iterable[Person], lone: Iterable[Person] = ()) -> None:
        self.people = tuple(people)
        self._lone = tuple(lone)

    @cached_property
    def _ids(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self.people:
            for key in {person.object_id, person.identity_uuid, person.key}:
                if key:
                    found.setdefault(fold(key), []).append(person)
        return found | {fold(person.identity_uuid): [person] for person in self._lone}

    @cached_property
    def _principals(self) -> _Index:
        return _Index(self.people, lambda person: (person.user_name,) if person.object_id else ())

    @cached_property
    def _addresses(self) -> _Index:
        return _Index(self.people, lambda person: (person.email, person.cpaas_email, *person.aliases))

    @cached_property
    def _names(self) -> _Index:
        return _Index(self.people, _names_of)

    @cached_property
    def _accounts(self) -> _Index:
        """People by their user name without its domain, as Windows writes it (`CONTOSO\\alice`)."""
        return _Index(self.people, lambda person: (person.user_name.partition("@")[0],))

    def find(self, text: str) -> tuple[Person, ...]:
        """Everybody that `text` can mean: nobody, one person, or several who fit equally well."""
        domain, _, account = text.rpartition("\\")
        if domain and (found := self._accounts.find(fold(account))):
            return found
        wanted = fold(text)
        if not wanted:
            return ()
        by_id = tuple(self._ids.get(wanted, ()))
        return by_id or self._principals.find(wanted) or self._addresses.find(wanted) or self._names.find(wanted)

    def one(self, text: str) -> Person | None:
        """The person that `text` means; None unless it means exactly one."""
        found = self.find(text)
        return found[0] if len(found) == 1 else None

    def get(self, key: str) -> Person | None:
        """The person with this object id or identity; the first of several members on one account."""
        found = self._ids.get(fold(key)) if key else None
        return found[0] if found else None

    def called(self, words: str) -> tuple[Person, ...]:
        """Everybody whose name contains all these words, ignoring accents: Zoe, or Zoe Muller, for Zoë Anna Müller."""
        wanted = bare_words(words)
        found = [self._by_word.get(word, ()) for word in wanted]
        return tuple(person for person in found[0] if all(person in others for others in found)) if found else ()

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Every word of anybody's name, as `called` compares it."""
        return frozenset(self._by_word)

    @cached_property
    def _by_word(self) -> dict[str, tuple[Person, ...]]:
        found: dict[str, list[Person]] = {}
        for person in self.people:
            for word in {word for name in {person.name, person.cpaas_name} for word in bare_words(name)}:
                found.setdefault(word, []).append(person)
        return {word: tuple(people) for word, people in found.items()}

    def handle(self, person: Person) -> str:
        """The simplest text that means only this person: an address, a name, otherwise the key."""
        texts = (person.user_name, person.email, person.cpaas_email, person.cpaas_user, person.name)
        return next((text for text in texts if text and self.one(text) is person), person.key)

    def having(self, address: str) -> tuple[Fit, tuple[Person, ...]]:
        """Everybody whom this address fits best, and how; names don't count here."""
        wanted = fold(address)
        principals = self._principals.find(wanted) if wanted else ()
        if principals:
            return Fit.PRINCIPAL, principals
        found = self._addresses.find(wanted) if wanted else ()
        return (Fit.GUEST_MAIL if found and found[0].guest else Fit.MAIL), found

    def alike(self, person: Person) -> Person | None:
        """Somebody else whose name or user name looks like this one's and isn't the same."""
        for mine, found in ((person.name, self._looks), (person.user_name, self._user_looks)):
            others = found.get(looks(mine), ()) if mine else ()
            for other in others:
                if other.key != person.key and fold(mine) not in (fold(other.name), fold(other.user_name)):
                    return other
        return None

    @cached_property
    def _looks(self) -> dict[str, list[Person]]:
        return _by_looks(self.people, lambda person: person.name)

    @cached_property
    def _user_looks(self) -> dict[str, list[Person]]:
        return _by_looks(self.people, lambda person: person.user_name)

    def near(self, text: str, most: int = 3) -> tuple[Person, ...]:
        """Up to `most` people whose name has the words of `text`, or who are called similarly, best first."""
        import difflib

        wanted = fold(text)
        turned = tuple(islice(self._in_other_order(text.replace(",", " ")), most))
        if turned:
            return turned
        holding = (person for spelled, person in self._spelled if wanted and wanted in spelled)
        found = tuple(islice(holding, most))
        if found:
            return found
        names = difflib.get_close_matches(wanted, list(self._called), n=most, cutoff=0.75)
        return tuple(islice((person for name in names for person in self._called[name]), most))

    def _in_other_order(self, text: str) -> Iterator[Person]:
        """Those whose name has just these words: “Tan Alice”, as lists by surname have it, for Alice Tan."""
        wanted = sorted(bare_words(text))
        for person in self.called(text):
            if wanted in (sorted(bare_words(person.name)), sorted(bare_words(person.cpaas_name))):
                yield person

    @cached_property
    def _spelled(self) -> list[tuple[str, Person]]:
        return [(f"{fold(person.name)}\n{fold(person.user_name)}", person) for person in self.people]

    @cached_property
    def _called(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self.people:
            found.setdefault(fold(person.name), []).append(person)
        return found


def _by_looks(people: Iterable[Person], text: Callable[[Person], str]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(looks(text(person)), []).append(person)
    return found


def _names_of(person: Person) -> tuple[str, ...]:
    """The person's names; a member unknown to the directory has a user name that isn't a principal name."""
    return (person.name, person.cpaas_name, person.cpaas_user, "" if person.object_id else person.user_name)
