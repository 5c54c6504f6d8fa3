"""Who a text means in messy directories: never one of several who fit equally, never one who doesn't fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.joins import Joined, Member, join, joined, learned
from services.domain.people import Directory, Person, fold

# Few words in many spellings, so that they meet: a name may be an address, a user name somebody's name.
WORDS = (
    "jane",
    "Jane",
    "ＪＡＮＥ",
    "jane@contoso.com",
    "Jane@Contoso.com",
    "j.doe@contoso.com",
    "Jane Doe",
    "jane  doe",
    "",
)
words = st.sampled_from(WORDS)
accounts = st.builds(
    Person,
    name=words,
    user_name=words,
    email=words,
    aliases=st.lists(words.filter(bool), max_size=2).map(tuple),
    guest=st.booleans(),
    enabled=st.booleans(),
)
members = st.builds(Member, identity_uuid=st.just(""), name=words, user_name=words, email=words)


def numbered(found: Sequence[Person]) -> list[Person]:
    return [replace(person, object_id=f"o-{no}") for no, person in enumerate(found)]


def known_as(found: Sequence[Member]) -> list[Member]:
    return [replace(member, identity_uuid=f"i-{no}") for no, member in enumerate(found)]


def rank(person: Person, wanted: str) -> tuple[int, bool] | None:
    """How well the text fits this person, told anew and slowly: the lower, the better; None when it doesn't."""

    def fits(*texts: str) -> bool:
        return any(text and fold(text) == wanted for text in texts)

    if fits(person.object_id, person.identity_uuid):
        return 0, False
    if person.object_id and fits(person.user_name):
        return 1, person.guest
    if fits(person.email, person.cpaas_email, *person.aliases):
        return 2, person.guest
    if fits(person.name, person.cpaas_name, person.cpaas_user, person.user_name):
        return 3, person.guest
    return None


@given(st.lists(accounts, max_size=5), st.lists(members, max_size=5), words)
@settings(max_examples=500)
def test_a_text_means_whoever_fits_best_and_all_who_fit_as_well(
    there: list[Person], here: list[Member], text: str
) -> None:
    directory = join(numbered(there), known_as(here), {})
    ranks = {id(person): rank(person, fold(text)) for person in directory.people}
    best = min((found for found in ranks.values() if found is not None), default=None)
    fitting = [person for person in directory.people if best is not None and ranks[id(person)] == best]
    assert sorted(person.key for person in directory.find(text)) == sorted(person.key for person in fitting)
    assert directory.one(text) == (fitting[0] if len(fitting) == 1 else None)


@given(st.lists(accounts, max_size=5), st.lists(members, max_size=5))
def test_everybody_has_a_text_that_means_them_alone(there: list[Person], here: list[Member]) -> None:
    directory = join(numbered(there), known_as(here), {})
    for person in directory.people:
        assert directory.one(directory.handle(person)) is person


@given(st.lists(accounts, max_size=5), st.lists(members, max_size=5))
@settings(max_examples=300)
def test_everybody_is_there_and_told_apart(there: list[Person], here: list[Member]) -> None:
    directory = join(numbered(there), known_as(here), {})
    keys = [person.key for person in directory.people]
    assert len(set(keys)) == len(keys)
    assert {person.object_id for person in directory.people} >= {f"o-{no}" for no in range(len(there))}
    for no, member in enumerate(here):
        person = directory.get(f"i-{no}")
        assert person is not None
        assert (person.identity_uuid, person.cpaas_name, person.cpaas_user) == (
            f"i-{no}",
            member.name,
            member.user_name,
        )


def member_of(person: Person) -> Member:
    """The CPaaS's side of somebody."""
    return Member(person.identity_uuid, person.cpaas_name, person.cpaas_user, person.cpaas_email)


def fit(account: Person, address: str) -> int | None:
    """How well an address fits an account, told anew: principal name, e-mail of a member, e-mail of a guest."""
    wanted = fold(address)
    if not wanted:
        return None
    if fold(account.user_name) == wanted:
        return 1 if account.guest else 0
    if wanted in map(fold, (account.email, *account.aliases)):
        return 3 if account.guest else 2
    return None


@given(st.lists(accounts, max_size=5), st.lists(members, max_size=5))
@settings(max_examples=500)
def test_a_member_is_joined_only_to_the_one_account_that_their_address_fits_best(
    there: list[Person], here: list[Member]
) -> None:
    known = numbered(there)
    directory = join(known, known_as(here), {})
    for no, member in enumerate(here):
        person = directory.get(f"i-{no}")
        assert person is not None
        fits = {account.object_id: fit(account, member.email) for account in known}
        best = min((found for found in fits.values() if found is not None), default=None)
        candidates = [key for key, found in fits.items() if best is not None and found == best]
        if person.object_id:
            assert candidates == [person.object_id]
        elif len(candidates) > 1:
            offered = [one for one in directory.people if one.identity_uuid == f"i-{no}" and one.object_id]
            assert all(one.rivals and one.object_id in candidates for one in offered)


JANE = Person("Jane Doe", "jane@contoso.com", "jane@contoso.com", "o-jane")


def test_a_principal_name_beats_the_mail_of_a_guest() -> None:
    guest = Person("Jane (Fabrikam)", "jane_fabrikam.com#EXT#@contoso.com", "jane@contoso.com", "o-guest", guest=True)
    for order in ([guest, JANE], [JANE, guest]):
        directory = join(order, [Member("i-jane", "Jane Doe", "jane", "jane@contoso.com")], {})
        found = directory.one("jane@contoso.com")
        assert found is not None
        assert (found.object_id, found.identity_uuid) == ("o-jane", "i-jane")
        joined_guest = directory.get("o-guest")
        assert joined_guest is not None
        assert joined_guest.identity_uuid == ""


def test_two_accounts_with_one_mail_are_a_question() -> None:
    first = Person("Info", "desk1@contoso.com", "info@contoso.com", "o-1")
    second = Person("Info", "desk2@contoso.com", "info@contoso.com", "o-2")
    directory = join([first, second], [Member("i-info", "Info", "info", "info@contoso.com")], {})
    assert {person.object_id for person in directory.find("info@contoso.com")} == {"o-1", "o-2"}
    holder = directory.get("i-info")
    assert holder is not None
    assert holder.object_id == ""
    assert holder.rivals == ("Info (desk1@contoso.com)", "Info (desk2@contoso.com)")


def test_a_user_name_of_the_cpaas_does_not_beat_a_name() -> None:
    nadia = Person("Nadia", "nadia@contoso.com", "nadia@contoso.com", "o-nadia")
    here = [
        Member("i-nadia", "Nadia", "nadia.k", "nadia@contoso.com"),
        Member("i-old", "Alice Old", "nadia", "alice.old@elsewhere.com"),
    ]
    directory = join([nadia], here, {})
    assert {person.name for person in directory.find("nadia")} == {"Nadia", "Alice Old"}
    assert directory.one("Nadia") is None
    assert directory.one("nadia.k") == directory.get("i-nadia")


def test_members_without_an_address_stay_themselves() -> None:
    directory = join([JANE], [Member("i-1", "Lobby"), Member("i-2", "Kitchen"), Member("i-3", "Lobby")], {})
    assert [directory.get(f"i-{no}").label for no in (1, 2, 3)] == [  # type: ignore[union-attr]
        "Lobby (i-1)",
        "Kitchen (i-2)",
        "Lobby (i-3)",
    ]
    assert len(directory.find("lobby")) == 2


def test_members_whose_addresses_differ_in_case_only_are_asked_about() -> None:
    here = [Member("i-1", "Jane", "jane", "Jane@contoso.com"), Member("i-2", "Jane D", "jane.d", "jane@contoso.com")]
    directory = join([JANE], here, {})
    found = directory.find("jane@contoso.com")
    assert {person.identity_uuid for person in found} == {"i-1", "i-2"}
    assert {person.object_id for person in found} == {"o-jane"}
    assert len({person.label for person in found}) == 2
    assert directory.one("jane.d") == directory.get("i-2")


def test_whoever_is_listed_twice_is_one_person() -> None:
    directory = join([JANE, JANE], [HERS, HERS], {})
    assert directory.one("jane@contoso.com") == directory.one("Jane Doe") == directory.get("i-jane")


RENAMED = replace(JANE, user_name="jane.smith@contoso.com", email="jane.smith@contoso.com")
HERS = Member("i-jane", "Jane Doe", "jane", "jane@contoso.com")
SEEN = {"i-jane": Joined("i-jane", "o-jane", "jane@contoso.com", "jane@contoso.com")}


def test_an_account_that_is_called_otherwise_is_followed_and_its_old_name_said() -> None:
    directory = join([RENAMED], [HERS], SEEN)
    for text in ("jane@contoso.com", "jane.smith@contoso.com", "jane", "o-jane", "i-jane"):
        found = directory.one(text)
        assert found is not None, text
        assert (found.object_id, found.identity_uuid) == ("o-jane", "i-jane")
        assert found.described == "Jane Doe (jane.smith@contoso.com) · was jane@contoso.com"


def test_an_address_that_somebody_else_got_meanwhile_takes_no_line_from_its_holder() -> None:
    newcomer = Person("Jane New", "jane@contoso.com", "jane@contoso.com", "o-new")
    directory = join([newcomer, RENAMED], [HERS], SEEN)
    holder = directory.get("i-jane")
    assert holder is not None
    assert (holder.object_id, holder.formerly) == ("o-jane", "jane@contoso.com")
    assert [(one.object_id, one.identity_uuid) for one in directory.find("jane@contoso.com")] == [("o-new", "")]


def test_a_member_who_was_given_another_address_is_whom_that_names() -> None:
    other = Person("Joan", "joan@contoso.com", "joan@contoso.com", "o-joan")
    directory = join([JANE, other], [replace(HERS, email="joan@contoso.com")], SEEN)
    found = directory.get("i-jane")
    assert found is not None
    assert found.object_id == "o-joan"


def test_what_is_remembered_is_certain_and_new() -> None:
    directory = join([JANE], [HERS], {})
    assert learned(directory, {"i-other"}, {}) == ()
    assert learned(directory, {"i-jane"}, {}) == tuple(SEEN.values())
    assert learned(directory, {"i-jane"}, SEEN) == ()
    guest = join([replace(JANE, guest=True)], [HERS], {})
    assert learned(guest, {"i-jane"}, {}) == ()


def test_an_old_name_is_kept_until_it_was_told_and_the_cpaas_knows_the_new_one() -> None:
    stale = join([RENAMED], [HERS], SEEN)
    assert learned(stale, {"i-jane"}, SEEN, told=True) == ()
    mended = replace(HERS, email="jane.smith@contoso.com")
    now = {"i-jane": Joined("i-jane", "o-jane", "jane@contoso.com", "jane.smith@contoso.com")}
    directory = join([RENAMED], [mended], SEEN)
    assert learned(directory, {"i-jane"}, SEEN) == tuple(now.values())
    person = directory.one("Jane Doe")
    assert person is not None
    assert learned(directory, {"i-jane"}, now, told=True) == (joined(person),)


def test_a_blocked_account_and_a_guest_are_marked_and_a_resource_account_is_not() -> None:
    assert replace(JANE, enabled=False, identity_uuid="i", licences=("sku",)).marks == ("sign-in blocked",)
    assert replace(JANE, guest=True, identity_uuid="i").marks == ("guest",)
    assert replace(JANE, enabled=False, is_resource=True, identity_uuid="i").marks == ()
    assert Directory([JANE]).people[0].marks == ("not in the CPaaS",)


def test_somebody_is_called_by_whole_words_of_their_name_accents_aside() -> None:
    zoe, chris = Person("Zoë Anna Müller", "zoe@x", "", "o-1"), Person("Chris Lee", "chris@x", "", "o-2")
    directory = Directory([zoe, chris])
    assert directory.called("zoe") == directory.called("Muller zoë") == (zoe,)
    assert directory.called("zoe lee") == directory.called("mull") == directory.called("") == ()
