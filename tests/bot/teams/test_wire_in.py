"""Activities as turns: the usual ones, the odd ones, and whatever JSON can be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams import wire_in
from bot.turn import (
    Clicked,
    ConversationReference,
    Event,
    FileAnswer,
    Installed,
    Other,
    Scope,
    Searched,
    SentFile,
    TextMessage,
    Turn,
    Uninstalled,
    What,
    Who,
    Wordless,
)
from tests.bot.teams.harness import BOT, TENANT, Json, activity, clicks, says

FILE = "application/vnd.microsoft.teams.file.download.info"
# A file that is posted in a channel: the bot is told of the mention alone.
MENTIONED = (
    '<div><div><span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">Switchboard</span>&nbsp;</div>'
)
PICTURE = Wordless(What.PICTURE)
MENTION = {"type": "mention", "text": "<at>Switchboard</at>", "mentioned": BOT}


def read(body: Json) -> Event:
    return wire_in.turn(body).event


def file(name: str, url: str = "https://x.sharepoint.com/1") -> Json:
    return {"contentType": FILE, "name": name, "content": {"downloadUrl": url, "fileType": "xlsx", "uniqueId": "1"}}


def html(content: object) -> Json:
    return {"contentType": "text/html", "content": content}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("help", "help"),
        ("  list\u00a0numbers \r\n", "list numbers"),
        ("<at>Switchboard</at> help", "help"),
        ("<AT>switchboard</AT>&nbsp;help", "help"),
        ("please <at>Switchboard</at> help", "please help"),
        ('<at id="0">Switchboard</at> help', "help"),
        ("<at>Switchboard</at> assign <at>John</at>", "assign John"),
        ("<p>one</p><p><b>two</b><br/>three</p>", "one\ntwo\nthree"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("a < b and c > d", "a < b and c > d"),
        ("he\u200blp\ufeff", "help"),
        ("\u202ehelp\x00\x07", "help"),
        ("<table><colgroup><col></colgroup><thead><tr><th>Ext</th><th>Name</th></tr></thead></table>", "Ext\tName"),
        (
            "<table><tr><th>Ext</th><th>Name</th></tr><tr><td>101</td><td>Alice</td></tr></table>",
            "Ext\tName\n101\tAlice",
        ),
        ("<table><tr><td>101<td class='x'>Alice<tr><td>102<td>Ben</table>", "101\tAlice 102\tBen"),
    ],
)
def test_words_are_made_plain(text: str, said: str) -> None:
    assert read(says(text, entities=[MENTION])) == TextMessage(said)


def test_a_mention_without_its_own_text_goes_by_the_bots_name() -> None:
    assert read(says("<at>Switchboard</at> help")) == TextMessage("help")
    renamed = {"type": "mention", "mentioned": {"id": "28:bot", "name": "Phone bot (test)"}}
    assert read(says("<at>Phone bot (test)</at> help", entities=[renamed])) == TextMessage("help")


@pytest.mark.parametrize(
    ("more", "event"),
    [
        ({"text": "", "attachments": [file("a.xlsx")]}, SentFile("a.xlsx", "https://x.sharepoint.com/1", "xlsx", 0)),
        (
            {"text": "here", "attachments": [html("<p>here</p>"), file("a.xlsx"), file("b.xlsx"), file("c.xlsx")]},
            SentFile("a.xlsx", "https://x.sharepoint.com/1", "xlsx", 2),
        ),
        ({"text": "", "attachments": [file("a.xlsx", "")]}, Wordless(What.OTHER)),
        ({"text": "", "attachments": [{"contentType": "image/png", "contentUrl": "x"}]}, Wordless(What.PICTURE)),
        ({"text": "", "attachments": [{"contentType": "image/*"}, html("<div><img src='x'></div>")]}, PICTURE),
        ({"text": "", "attachments": [html("<div><img src='x'></div>")]}, PICTURE),
        ({"text": "<at>Switchboard</at>&nbsp;", "attachments": [html(MENTIONED)]}, Wordless(What.NOTHING)),
        ({"text": "", "attachments": [html(f"{MENTIONED} help")]}, TextMessage("help")),
        ({"text": "", "attachments": [html(MENTIONED.replace("Switchboard", "John"))]}, TextMessage("John")),
        ({"text": "", "attachments": [html("<span class='x'>Switchboard</span>")]}, TextMessage("Switchboard")),
        ({"text": "", "attachments": [{"contentType": "audio/mp4", "contentUrl": "x"}]}, Wordless(What.OTHER)),
        ({"text": "", "attachments": [{"contentType": "reference", "contentUrl": "x"}]}, Wordless(What.OTHER)),
        ({"text": "look", "attachments": [{"contentType": "image/png", "contentUrl": "x"}]}, TextMessage("look")),
        ({"text": "help", "attachments": [html("<p>help</p>")]}, TextMessage("help")),
        ({"text": None, "attachments": [html("<p>help&nbsp;me</p>")]}, TextMessage("help me")),
        ({"text": "", "attachments": [html("<p><img src='x'/></p>")]}, PICTURE),
        ({"text": "", "attachments": [html(None)]}, Wordless(What.NOTHING)),
        ({"text": "", "attachments": None}, Wordless(What.NOTHING)),
        ({"text": 5, "attachments": "x"}, Wordless(What.NOTHING)),
    ],
)
def test_attachments(more: Json, event: Event) -> None:
    assert read(says(**more)) == event


def test_a_click_carries_its_seal_and_what_was_typed() -> None:
    data = {"s": "sealed", "name": "Ann", "ok": True, "n": 3, "many": ["a", "b"], "none": None, "msteams": {"x": 1}}
    typed = {"name": "Ann", "ok": "true", "n": "3", "many": '["a", "b"]'}
    assert read(clicks("save", data)) == Clicked("save", "sealed", typed, "card-1", automatic=False)


def test_a_refresh_is_told_from_a_click() -> None:
    body = clicks("status", {"s": "sealed"})
    body["value"]["trigger"] = "automatic"
    event = read(body)
    assert isinstance(event, Clicked)
    assert event.automatic


def test_an_old_clients_submit_is_a_click() -> None:
    body = says("", value={"verb": "save", "s": "sealed", "name": "Ann"}, replyToId="card-1")
    assert read(body) == Clicked("save", "sealed", {"name": "Ann"}, "card-1")


@pytest.mark.parametrize("value", [{}, {"action": None}, {"action": {"data": "x"}}, {"action": {"verb": 5}}, None, "x"])
def test_a_click_without_content_is_an_empty_click(value: object) -> None:
    assert read(clicks(value=value)) == Clicked("", "", {}, "card-1")


def test_the_cards_message_is_found_in_either_place() -> None:
    assert read(clicks(replyToId=None, channelData={"legacy": {"replyToId": "card-2"}})) == Clicked(
        "go", "", {}, "card-2"
    )
    assert read(clicks(replyToId=None)) == Clicked("go", "", {}, "")


@pytest.mark.parametrize(
    ("value", "event"),
    [
        (
            {
                "dataset": "numbers",
                "queryText": "65",
                "queryOptions": {"skip": 0, "top": 10},
                "data": {"site": "SG"},
            },
            Searched("numbers", "65", 10, {"site": "SG"}),
        ),
        ({"dataset": "numbers", "queryOptions": {"top": 5000}}, Searched("numbers", "", 15, {})),
        ({"dataset": "numbers", "queryOptions": {"top": -1}}, Searched("numbers", "", 15, {})),
        (None, Searched("", "", 15, {})),
    ],
)
def test_searches(value: object, event: Event) -> None:
    assert read(activity("invoke", name="application/search", value=value)) == event


def test_file_consent() -> None:
    upload = {
        "contentUrl": "https://x.sharepoint.com/r.xlsx",
        "name": "r.xlsx",
        "uploadUrl": "https://x.sharepoint.com/up",
        "uniqueId": "u1",
        "fileType": "xlsx",
    }
    value = {"type": "fileUpload", "action": "accept", "context": {"file": 7}, "uploadInfo": upload}
    body = activity("invoke", name="fileConsent/invoke", value=value, replyToId="m1")
    assert read(body) == FileAnswer(
        True, {"file": "7"}, "m1", "r.xlsx", upload["uploadUrl"], upload["contentUrl"], "u1", "xlsx"
    )
    declined = activity("invoke", name="fileConsent/invoke", value={"action": "decline", "context": {"file": "7"}})
    assert read(declined) == FileAnswer(False, {"file": "7"}, "")
    nowhere = activity("invoke", name="fileConsent/invoke", value={"action": "accept"})
    assert read(nowhere) == FileAnswer(False, {}, "")


@pytest.mark.parametrize(
    ("body", "event"),
    [
        (activity("installationUpdate", action="add"), Installed()),
        (activity("installationUpdate", action="add-upgrade"), Installed()),
        (activity("installationUpdate", action="remove"), Uninstalled()),
        (activity("installationUpdate", action="remove-upgrade"), Uninstalled()),
        (activity("installationUpdate"), Other("installationUpdate")),
        (activity("conversationUpdate", membersAdded=[{"id": "29:x"}, {"id": "28:bot"}]), Installed()),
        (activity("conversationUpdate", membersAdded=[{"id": "29:x"}]), Other("conversationUpdate")),
        (activity("conversationUpdate", membersRemoved=[{"id": "28:bot"}]), Uninstalled()),
        (activity("conversationUpdate", membersAdded="28:bot"), Other("conversationUpdate")),
        (activity("conversationUpdate", membersAdded=[{"id": ""}], recipient={"id": ""}), Other("conversationUpdate")),
        (activity("messageReaction"), Other("messageReaction")),
        (activity("event", name="meetingStart"), Other("meetingStart")),
        (activity("invoke", name="task/fetch"), Other("task/fetch")),
        (activity("invoke"), Other("invoke")),
    ],
)
def test_other_events(body: Json, event: Event) -> None:
    assert read(body) == event


def test_who_and_where() -> None:
    info = {"type": "clientInfo", "locale": "de-DE", "timezone": "Asia/Singapore"}
    body = says(locale=None, entities=[info], serviceUrl="https://smba.trafficmanager.net/apac/")
    assert wire_in.turn(body) == Turn(
        "f:1",
        Who(TENANT, "aad-alex", "29:alex", "Alex", "de-DE", "Asia/Singapore"),
        ConversationReference(
            "a:chat", Scope.PERSONAL, "https://smba.trafficmanager.net/apac/", "msteams", "28:bot", TENANT
        ),
        TextMessage("help"),
    )


@pytest.mark.parametrize(
    ("locale", "zone", "expected"),
    [
        ("en-SG", "Europe/Berlin", ("en-SG", "Europe/Berlin")),
        ("../../etc", "../../etc/passwd", ("", "")),
        ("", "Nowhere/Town", ("", "")),
        (5, 5, ("", "")),
    ],
)
def test_language_and_time_zone_are_checked(locale: object, zone: object, expected: tuple[str, str]) -> None:
    who = wire_in.who(says(locale=locale, localTimezone=zone))
    assert (who.locale, who.time_zone) == expected


@pytest.mark.parametrize(
    ("conversation", "data", "scope"),
    [
        ({"conversationType": "personal"}, {}, Scope.PERSONAL),
        ({"conversationType": "groupchat"}, {}, Scope.GROUP),
        ({"conversationType": "channel"}, {}, Scope.CHANNEL),
        ({}, {"team": {"id": "t"}}, Scope.CHANNEL),
        ({}, {}, Scope.GROUP),
        ({"conversationType": "meeting"}, {}, Scope.GROUP),
    ],
)
def test_a_conversation_of_unknown_kind_is_treated_as_shared(conversation: Json, data: Json, scope: Scope) -> None:
    assert wire_in.place(says(conversation=conversation, channelData=data)).scope is scope


@pytest.mark.parametrize("body", [says(), clicks()])
def test_what_was_said_to_the_bot_alone_is_answered_to_nobody_else(body: Json) -> None:
    aside = {**body, "recipient": {**body["recipient"], "isTargeted": True}}
    group = {"id": "19:group", "conversationType": "groupChat", "tenantId": TENANT}
    place = wire_in.place({**aside, "conversation": group})
    assert (place.only_for, place.only_for_id) == ("29:alex", "aad-alex")
    assert wire_in.place({**body, "conversation": group}).only_for == ""
    assert wire_in.place(aside).only_for == ""


def test_the_playgrounds_shapes_are_taken() -> None:
    """Ids that aren't GUIDs, no trigger, no `legacy.replyToId`, an installation without the sender's name."""
    base = {
        "channelId": "msteams",
        "serviceUrl": "http://127.0.0.1:56150/_connector",
        "from": {"id": "user-id-0", "aadObjectId": "00000000-0000-0000-0000-0000000000020"},
        "recipient": {"id": "00000000-0000-0000-0000-00000000000011", "name": "Test Bot"},
        "conversation": {"id": "personal-chat-id", "conversationType": "personal", "tenantId": "tenant-0"},
        "channelData": {"tenant": {"id": "tenant-0"}},
    }
    installed = wire_in.turn({**base, "type": "installationUpdate", "action": "add"})
    assert (installed.event, installed.id, installed.who.name) == (Installed(), "", "")
    click = {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"verb": "go", "data": {"s": "x"}}}}
    assert wire_in.turn({**base, **click}).event == Clicked("go", "x", {}, "", automatic=False)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["adaptiveCard/action", "application/search", "fileConsent/invoke", "x"]
PARTS = ("action", "uploadInfo", "context", "data")
KINDS = st.sampled_from([FILE, "text/html", "x"])
TYPES = ["message", "invoke", "installationUpdate", "conversationUpdate", "event"]
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("text", "from", "recipient", "conversation", "channelData", "entities", "action"), JSON),
    **dict.fromkeys(("id", "membersAdded", "membersRemoved", "locale", "localTimezone", "replyToId"), JSON),
    "type": st.sampled_from(TYPES) | JSON,
    "name": st.sampled_from(NAMES) | JSON,
    "value": st.fixed_dictionaries({}, optional=dict.fromkeys(PARTS, JSON)) | JSON,
    "attachments": st.lists(st.fixed_dictionaries({"contentType": KINDS, "content": JSON}), max_size=3) | JSON,
}
ACTIVITIES = st.fixed_dictionaries({}, optional=FIELDS)


@given(ACTIVITIES)
def test_no_activity_makes_it_raise(body: Json) -> None:
    turn = wire_in.turn(body)
    assert isinstance(turn.who.tenant_id, str)
    assert wire_in.tenants(body) >= {turn.who.tenant_id.casefold()} - {""}


QUOTE = '<quoted messageId="1772050244572"/>'
COPY = (
    '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1772050244572">'
    '<strong itemprop="mri">Switchboard</strong><p itemprop="preview">approve</p></blockquote>'
)


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        (f"{QUOTE} numbers", ""),
        (f"<p>{QUOTE}</p><div>numbers</div>", ""),
        (f"<at>Switchboard</at> {QUOTE}numbers", ""),
        ('<QUOTED messageId="1772050244572" ></quoted> numbers', ""),
        ("", f"{COPY}<div>numbers</div>"),
        (QUOTE, f"{COPY}<p>numbers</p>"),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_a_reply_is_what_was_typed_and_the_message_it_is_on(text: str, copy: str, named: bool) -> None:
    entity = {"type": "quotedReply", "quotedReply": {"messageId": "1772050244572", "time": "1772050244572"}}
    more = {"entities": [entity] if named else [], "attachments": [html(copy)] if copy else []}
    taken = wire_in.turn({**says(text), **more})
    assert taken.event == TextMessage("numbers")
    assert taken.quoted == ("1772050244572" if named or "uoted" in text.casefold() else "")


@pytest.mark.parametrize("copy", ["<div>approve</div><hr><p>other</p>", "<q>approve</q>", "<blockquote>approve"])
def test_a_copy_that_quotes_in_another_way_is_left_aside_for_the_text(copy: str) -> None:
    taken = wire_in.turn({**says(f"{QUOTE} numbers"), "attachments": [html(copy)]})
    assert (taken.event, taken.quoted) == (TextMessage("numbers"), "1772050244572")


def test_a_quote_alone_says_nothing() -> None:
    taken = wire_in.turn({**says(QUOTE), "attachments": [html(COPY)]})
    assert isinstance(taken.event, Wordless)


def test_names_are_bounded_and_a_file_keeps_its_ending() -> None:
    long = {"id": "29:x", "name": "N" * 5_000}
    assert wire_in.turn({**says(), "from": long}).who.name == "N" * 199 + "…"
    content = {"downloadUrl": "https://x", "fileType": "csv"}
    file = {
        "contentType": "application/vnd.microsoft.teams.file.download.info",
        "name": "f" * 400 + ".csv",
        "content": content,
    }
    event = read(activity("message", attachments=[file]))
    assert isinstance(event, SentFile)
    assert len(event.name) <= 200
    assert event.name.endswith(".csv")
    assert wire_in.odd_ids({**says(), "conversation": {"id": "c" * 301, "tenantId": TENANT}})
