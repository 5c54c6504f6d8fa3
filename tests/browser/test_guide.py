"""Every sentence of the guide in the browser: the cards of each step on a desk and a phone, light and dark.

The pictures are for looking at; what the test itself checks is that each card shows by itself and nothing is cut off.
"""

from __future__ import annotations

import pytest

from services.sandbox.world import Extension
from tests.browser.window import Window, window
from tests.support.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEAMS = "device_import_msteams_OC"
RESOURCE = "device_import_msteams_OC_resource"
Stage = tuple[str, str, tuple[str, ...]]  # its name, what is said, the words that must show


def some_lines(place: Town) -> None:
    """A few people in every state."""
    place.line("101", "john", "6567891230", TEAMS, "call_recording")
    place.line("102", "alice", "6567891231", TEAMS, "device_mobile_app")
    place.line("103", "chris.lee", "", TEAMS)
    place.line("104", "resource.account", "6567891232", RESOURCE)
    place.line("109", "hallie", "6567891233", "device_ip_phone", "device_desktop_app")
    place.line("110", "", "")
    place.line("111", "priya", "6567891234", TEAMS)


async def walked(here: Window, *stages: Stage) -> None:
    """Say each thing and keep pictures of what comes."""
    for name, said, words in stages:
        await here.says("Alex", said)
        await here.sees("Alex", *words)
        await here.look(name)


async def pressed(here: Window, name: str, title: str, *words: str) -> None:
    """Press a button and keep pictures of what comes."""
    await here.presses("Alex", title)
    await here.sees("Alex", *words)
    await here.look(name)


async def applied(here: Window, name: str, *words: str) -> None:
    """Apply the newest plan alone, or have Sam approve it, and keep pictures of the end."""
    pane = here.pane("Alex")
    if await pane.get_by_role("button", name="Apply now", exact=True).count():
        await here.presses("Alex", "Apply now")
    else:
        await here.presses("Alex", "Send for approval")
        await here.sees("Sam", "Please check this plan", *words)
        await here.presses("Sam", "Approve")
    await here.sees("Alex", "All done", *words)
    await here.look(name)


async def test_licences_and_lines(place: Town) -> None:
    some_lines(place)
    await place.connected("Alex")
    async with window(place.url) as here:
        await walked(
            here,
            ("20-licences", "licences", ("Licences", "Call Recording")),
            ("21-licence-who", "licences call recording", ("Call Recording", "101")),
            ("22-provision", "provision", ("Start",)),
            ("23-provision-plan", "provision 3 from 120", ("Your plan", "120")),
            ("24-assign", "assign", ("Add-ons",)),
            ("25-assign-plan", "assign 110 to nadia", ("Your plan", "Nadia")),
        )
        await applied(here, "26-assigned", "Nadia")
        await walked(here, ("27-line", "line 102", ("102", "Alice", "Name and extension")))
        await pressed(here, "28-line-addons", "Add-ons", "See the plan", "Mobile app")
        await here.presses("Alex", "Back")
        await here.sees("Alex", "Name and extension")
        await pressed(here, "29-line-numbers", "Numbers", "See the plan", "first")
        await here.presses("Alex", "Back")
        await pressed(here, "30-line-name", "Name and extension", "See the plan", "Directory name")
        await here.presses("Alex", "Back")
        await pressed(here, "31-line-give", "Give to another", "Take it away")
        await pressed(here, "32-line-taken", "Take it away", "Your plan", "Take 102 from Alice")
        await walked(
            here,
            ("33-give-ambiguous", "give 102 to chris lee", ("Chris Lee",)),
            ("34-rename-taken", "rename 101 to 102", ("102",)),
            ("35-rename", "rename 101 to 150 as Reception", ("Your plan", "150")),
        )
        await applied(here, "36-renamed", "150")


async def test_numbers(place: Town) -> None:
    some_lines(place)
    await place.connected("Alex")
    async with window(place.url) as here:
        await walked(
            here,
            ("40-numbers", "numbers", ("numbers uploaded to Teams",)),
            ("41-upload", "upload 6567891230-6567891232", ("upload",)),
        )
        await pressed(here, "42-upload-plan", "See the plan", "Your plan", "Upload")
        await applied(here, "43-uploaded", "Upload 3 numbers")
        await pressed(here, "44-assign-all", "Assign them", "Your plan", "Assign")
        await applied(here, "45-assigned", "Assign 3 numbers in Teams")
        await walked(
            here,
            ("46-assign-number", "assign number", ("Assign",)),
            ("47-assign-refused", "assign number 6567891234 to priya", ("Priya",)),
            ("48-unassign-number", "unassign number 6567891230", ("Your plan", "Unassign")),
        )
        await applied(here, "49-unassigned", "Unassign +65 6789 1230")
        await walked(here, ("50-release", "release 6567891230", ("Your plan", "Remove")))
        await applied(here, "51-released", "Release +65 6789 1230")
        await walked(here, ("52-numbers-later", "numbers", ("numbers uploaded to Teams",)))


async def test_settings_of_people(place: Town) -> None:
    some_lines(place)
    await place.connected("Alex")
    async with window(place.url) as here:
        await walked(here, ("60-settings", "settings alice", ("Call Forwarding", "Working Hours")))
        for no, section in enumerate(SECTIONS, 61):
            await walked(
                here, (f"{no}-{section.replace(' ', '-').lower()}", f"settings alice {section}", (section, "Back"))
            )
        await walked(here, ("75-devices", "settings alice devices", ("Call waiting",)))
        await walked(
            here,
            ("77-rule", "rule alice Singapore default", ("All done", "Singapore default")),
            ("78-settings-many", "settings many", ("Settings for many",)),
            ("79-templates-none", "templates", ("template",)),
            ("80-template-save", "save settings of alice as Sales", ("Sales",)),
            ("81-templates", "templates", ("Sales", "Alex")),
            ("82-template-apply", "apply Sales to john, nadia", ("Sales",)),
        )


SECTIONS = (
    "Overview",
    "Status",
    "Call Forwarding",
    "Call Recording",
    "Delegate",
    "Inbound Call",
    "Inbound Call Filter",
    "Inbound Missed Calls",
    "Music On Hold",
    "Outbound Call",
    "Working Hours",
)


async def test_settings_of_the_system(place: Town) -> None:
    some_lines(place)
    await place.connected("Alex")
    async with window(place.url) as here:
        await walked(
            here,
            ("85-system", "system settings", ("Admin Tools", "Outbound Call Rule")),
            ("86-general", "general settings", ("Time zone",)),
            ("87-holidays", "holidays", ("Public holidays",)),
            ("88-admin-tools", "admin tools", ("TLS", "STUN")),
            ("89-inbound-rules", "inbound rules", ("nbound",)),
        )
        await pressed(here, "90-inbound-new", "Add a rule", "See the plan", "Numbers that start with")
        await walked(here, ("91-outbound-rules", "outbound rules", ("Singapore default",)))
        await pressed(here, "92-outbound-rule", "Open", "Dial plans", "Singapore")
        await walked(
            here,
            ("93-who-has", "who has rule Singapore default", ("Singapore default",)),
            ("94-without", "people without a rule", ("101",)),
            ("95-calls", "calls wei ling", ("Call",)),
        )


async def test_who_can_call_and_help(place: Town) -> None:
    some_lines(place)
    place.organisation().extensions["112"] = Extension("112", "Vacant")
    await place.connected("Alex")
    async with window(place.url) as here:
        await walked(
            here,
            ("100-ready", "ready", ("What stands in the way",)),
            ("101-ready-alice", "ready alice", ("Outbound call rule",)),
            ("102-mend-rule", "mend rule alice", ("All done", "Singapore default")),
            ("103-mend-location", "mend location priya", ("All done", "Usage location")),
            ("104-home", "home", ("steps done",)),
            ("105-help", "help", ("assign",)),
            ("106-help-assign", "help assign", ("assign 101 to alice",)),
            ("107-help-settings", "help settings", ("Call Forwarding",)),
        )
