"""Everybody reads their own language: in answers, in what is sent to them, and after a change of mind."""

from __future__ import annotations

import pytest

from services.domain.phrases import tr, translated
from services.languages.catalogues import reader_of
from services.languages.language import Language
from tests.scenarios.test_approvals import TWO
from tests.support.town import Town


def in_their(language: Language, template: str, **values: object) -> str:
    """The sentence as somebody who reads this language is told it; never its English words."""
    said = translated(tr(template, **values), reader_of(language))
    assert said != tr(template, **values)
    return said


async def test_answers_come_in_the_language_of_the_client(place: Town) -> None:
    place.somebody("Alex").locale = "vi-VN"
    alex = await place.person("Alex")
    hello = await alex.say("hi")
    assert in_their(Language.VIETNAMESE, "Good to see you, {name}.", name="Alex") in hello.words
    assert "Good to see you" not in hello.words


async def test_a_command_is_understood_in_the_readers_language(place: Town) -> None:
    alex = await place.connected()
    place.somebody("Alex").locale = "zh-CN"
    for typed in ("号码", "/号码", "numbers"):
        assert in_their(Language.CHINESE, "Numbers") in (await alex.say(typed)).words, typed
    await alex.say("号码 6567891231")
    await alex.sees("+65 6789 1231")


@pytest.mark.long
async def test_an_approver_reads_the_plan_in_another_language_than_its_author(place: Town) -> None:
    place.somebody("Sam").locale = "id-ID"
    sam = await place.person("Sam")
    await sam.say("hi")  # what a client says when the app is added tells no language
    alex = await place.connected()
    await alex.send("two.csv", TWO)
    plan = await alex.sees("Nothing is written yet", "Send for approval")
    await alex.click("Send for approval", plan)
    await alex.becomes(plan, "Waiting for approval")
    question = await sam.sees(in_their(Language.INDONESIAN, "Approve"))
    assert "Please check this plan" not in question.words
    await sam.click(in_their(Language.INDONESIAN, "Approve"), question)
    await sam.becomes(question, in_their(Language.INDONESIAN, "Approved"))
    await alex.sees("All done", "two.csv", "2 done")


async def test_a_language_is_chosen_by_card_or_by_word_and_given_back(place: Town) -> None:
    alex = await place.person("Alex")
    form = await alex.say("language")
    await alex.click("Use it", form, language="vi")
    assert in_their(Language.VIETNAMESE, "Good to see you, {name}.", name="Alex") in (await alex.say("hi")).words
    await alex.say("language English")
    assert "Good to see you, Alex." in (await alex.say("hi")).words
    assert "I don't speak “Klingon”." in (await alex.say("language Klingon")).words
    await alex.click("Use it", await alex.say("language"), language="")
    assert "Good to see you, Alex." in (await alex.say("hi")).words


async def test_a_refusal_is_in_the_readers_language_too(place: Town) -> None:
    alex = await place.connected()
    place.somebody("Alex").locale = "vi-VN"
    refused = await alex.say("line 999")
    assert "999" in refused.words
    assert "There is no" not in refused.words
