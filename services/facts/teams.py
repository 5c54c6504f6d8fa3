"""Facts about Teams as a bot sees it."""

from __future__ import annotations

from services.facts.fact import Evidence, Fact

_TEAMS = "https://learn.microsoft.com/microsoftteams/platform"
_CONNECTOR = "https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector"
_INFERRED, _CAPTURED, _DOCUMENTED = Evidence.INFERRED, Evidence.CAPTURED, Evidence.DOCUMENTED

FACTS = (
    Fact(
        "teams.reply.html",
        "The copy of a reply as HTML quotes in a blockquote of the type schema.skype.com/Reply.",
        _INFERRED,
        "https://github.com/microsoft/teams.ts",
        "tests/bot/teams/test_wire_in.py::test_a_reply_is_what_was_typed_and_the_message_it_is_on",
        otherwise="The text comes first; its copy is read only where there is none.",
        other="tests/bot/teams/test_wire_in.py::test_a_copy_that_quotes_in_another_way_is_left_aside_for_the_text",
    ),
    Fact(
        "teams.execute",
        "Action.Execute is reported to do nothing in some clients on phones.",
        _CAPTURED,
        "https://github.com/microsoft/AdaptiveCards/issues/9315",
        "tests/scenarios/test_old_clients.py::test_a_plan_is_approved_from_an_old_phone",
    ),
    Fact(
        "teams.reply",
        'A reply comes as `<quoted messageId="…"/> words` with an entity quotedReply.',
        _DOCUMENTED,
        "https://github.com/microsoft/teams.ts",
        "tests/bot/teams/test_wire_in.py::test_a_reply_is_what_was_typed_and_the_message_it_is_on",
    ),
    Fact(
        "teams.connector",
        "The connector's calls, their errors and limits; it wants the bot's token.",
        _DOCUMENTED,
        f"{_CONNECTOR}-authentication",
        "tests/services/sandbox/test_teams_connector.py::test_outside_local_mode_the_connector_wants_the_bots_token",
        ("teams.connector.*", "teams.rosters.*"),
    ),
    Fact(
        "teams.signed",
        "What the connector sends carries its token: issuer api.botframework.com, the bot's app id as audience, the "
        "service URL, signed by a key that Microsoft publishes with the channels it may speak for.",
        _DOCUMENTED,
        f"{_CONNECTOR}-authentication#connector-to-bot",
        "tests/bot/teams/test_signed.py::test_outside_local_mode_the_bot_takes_what_the_connector_signed",
        ("teams.signing.*", "teams.bot._signed"),
        read="2026-11-28",
    ),
    Fact(
        "teams.typing",
        "A typing activity shows for some seconds, and has no id.",
        _INFERRED,
        "https://github.com/microsoft/teams.py",
        "tests/services/sandbox/test_teams_chat.py::test_the_bot_is_seen_typing_until_it_answers",
        ("teams.connector.send", "teams.chats.TYPING_SECONDS"),
        "An answer with or without an id is taken.",
        other="tests/bot/teams/test_send.py::test_typing_that_is_answered_with_an_id_is_no_message",
    ),
    Fact(
        "teams.codes",
        "A chat the bot isn't in is refused as BotNotInConversationRoster, ForbiddenOperationException or "
        "MessageWritesBlocked.",
        _CAPTURED,
        "https://learn.microsoft.com/answers/questions/1513369/403-forbidden-subcode-messagewritesblocked",
        "tests/services/sandbox/test_teams_connector.py::test_where_the_app_never_was_it_may_not_write",
        ("teams.connector.may_write",),
    ),
    Fact(
        "teams.empty",
        'An invoke that is answered by an empty message shows "Unable to reach app", and comes again.',
        _CAPTURED,
        "https://github.com/vercel/chat/issues/731",
        "tests/services/sandbox/test_teams_cards.py::test_an_answer_that_is_no_card_answer_is_an_error",
        ("teams.invokes._fault", "teams.bot.UNREACHABLE"),
    ),
    Fact(
        "teams.create",
        "A chat is made with one person and their tenant; names are read in any case, and botbuilder writes "
        "`tenantID`.",
        _CAPTURED,
        "https://github.com/microsoft/botbuilder-python",
        "tests/services/sandbox/test_teams_connector.py::test_create_refuses_strangers_groups_and_other_tenants",
        ("teams.connector.create", "teams.connector._personal", "teams.connector._channel"),
    ),
    Fact(
        "teams.limits",
        "A bot writes to a thread 7 times a second, 60 times in half a minute, 1,800 times an hour, and 50 "
        "times a second to a tenant; it reads twice as often.",
        _DOCUMENTED,
        f"{_TEAMS}/bots/how-to/rate-limit",
        "tests/services/sandbox/test_teams_connector.py::test_a_thread_takes_seven_messages_a_second",
        ("teams.throttle.*", "teams.connector.pause"),
    ),
    Fact(
        "teams.size",
        "A message has 100 KB at most, counted in UTF-16 without images.",
        _DOCUMENTED,
        f"{_TEAMS}/bots/how-to/format-your-bot-messages",
        "tests/services/sandbox/test_teams_connector.py::test_a_message_over_100_kb_in_utf16_is_refused",
        ("teams.throttle.message_bytes", "teams.throttle.MOST_BYTES", "teams.connector.activity_of"),
    ),
    Fact(
        "teams.blocked",
        "Where the app was removed or blocked, a 403 has errorCode 209 and, in its message, the subCode "
        "MessageWritesBlocked.",
        _DOCUMENTED,
        f"{_TEAMS}/bots/how-to/conversations/send-proactive-messages",
        "tests/services/sandbox/test_teams_chat.py::test_after_uninstall_the_bot_may_not_write",
        ("teams.connector.blocked",),
    ),
    Fact(
        "teams.roster",
        "Members come in pages of 50 to 500; the General channel has the team's id and no name.",
        _DOCUMENTED,
        f"{_TEAMS}/bots/how-to/get-teams-context",
        "tests/services/sandbox/test_teams_connector.py::test_pages_of_members_continue",
        ("teams.rosters.*",),
    ),
    Fact(
        "teams.actions",
        "Action.Execute is an invoke, answered by a card for this person, words or an error; Action.Submit is"
        " a message with a value.",
        _DOCUMENTED,
        "https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model",
        "tests/services/sandbox/test_teams_cards.py::test_execute_sends_data_and_inputs_together",
        ("teams.invokes.*", "teams.chats.*"),
    ),
    Fact(
        "teams.refresh",
        "A card is refreshed on sight, for 60 people at most.",
        _DOCUMENTED,
        f"{_TEAMS}/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards",
        "tests/services/sandbox/test_teams_cards.py::test_cards_refresh_once_on_sight_for_those_they_list",
        ("teams.invokes._MOST_REFRESHED", "teams.invokes._refresh_action", "teams.invokes.refresh"),
    ),
    Fact(
        "teams.patience",
        "A bot has 15 seconds for its answer.",
        _DOCUMENTED,
        "https://learn.microsoft.com/azure/bot-service/bot-builder-howto-long-operations-guidance",
        "tests/services/sandbox/test_teams_cards.py::test_a_slow_bot_is_given_up",
        ("teams.chats.ANSWER_SECONDS", "teams.bot.*"),
    ),
    Fact(
        "teams.search",
        "What is typed into a choice comes as application/search with skip and top; people are found by "
        "graph.microsoft.com/users.",
        _DOCUMENTED,
        f"{_TEAMS}/task-modules-and-cards/cards/dynamic-search",
        "tests/services/sandbox/test_teams_cards.py::test_other_searches_go_to_the_bot",
        ("teams.search.*",),
    ),
    Fact(
        "teams.files",
        "Files go by consent, and in the personal chat only.",
        _DOCUMENTED,
        f"{_TEAMS}/bots/how-to/bots-filesv4",
        "tests/services/sandbox/test_teams_cards.py::test_files_do_not_reach_a_bot_in_a_group",
        ("teams.files.*",),
    ),
    Fact(
        "teams.activity",
        "What an activity says of sender, conversation, tenant, team and mention.",
        _DOCUMENTED,
        f"{_CONNECTOR}-api-reference#activity-object",
        "tests/services/sandbox/test_teams_chat.py::test_a_message_looks_like_one_from_teams",
        ("teams.activities.*", "teams.people.mri", "teams.people.account"),
    ),
    Fact(
        "teams.targeted",
        "With isTargetedActivity=true and a recipient who is in the conversation, a message among others is seen by "
        "that person alone; it vanishes after a day, and isn't there to be edited then. There is none in a "
        "personal chat. What a person says to the bot alone comes with recipient.isTargeted, and its id in "
        "targetedMessageInfo shows those words above the answer.",
        _DOCUMENTED,
        f"{_TEAMS}/agents-in-teams/targeted-messages",
        "tests/services/sandbox/test_teams_targeted.py::test_one_person_alone_sees_it",
        (
            "teams.connector._is_targeted",
            "teams.connector._recipient",
            "teams.connector._need_asked",
            "teams.chats.TARGETED_SECONDS",
            "teams.chats.gone",
            "teams.chats.targeted",
            "teams.chat._whisper",
        ),
        read="2026-11-28",
    ),
    Fact(
        "teams.targeted.edit",
        "An edit or a delete of such a message takes isTargetedActivity=true too, and an edit no recipient: else 400.",
        _CAPTURED,
        "https://github.com/microsoft/teams.ts/issues/738",
        "tests/services/sandbox/test_teams_targeted.py::test_who_sees_a_message_cant_be_changed",
        ("teams.connector._need_same_eyes", "teams.connector._need_no_recipient"),
        read="2026-11-28",
    ),
    Fact(
        "teams.targeted.click",
        "A click on such a message says nothing of it: the activity is that of any other click.",
        _INFERRED,
        f"{_TEAMS}/agents-in-teams/targeted-messages",
        "tests/scenarios/test_targeted.py::test_its_buttons_do_what_they_do_in_the_own_chat",
        otherwise="Where the click says so, too, it is answered to the same person.",
        other="tests/bot/teams/test_wire_in.py::test_what_was_said_to_the_bot_alone_is_answered_to_nobody_else",
        read="2026-11-28",
    ),
    Fact(
        "teams.install",
        "The bot is told when the app is added and removed: installationUpdate, then conversationUpdate.",
        _DOCUMENTED,
        f"{_TEAMS}/bots/how-to/conversations/subscribe-to-conversation-events",
        "tests/services/sandbox/test_teams_chat.py::test_install_is_told_once",
        ("teams.install.*",),
    ),
)
