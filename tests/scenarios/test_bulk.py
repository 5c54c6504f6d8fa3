"""The product's main job: Alex sends the provider's table, Sam approves, the lines work in Teams."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.town import Town

DATA = Path(__file__).parent.parent / "data"
ADDONS = {
    "101": {"device_import_msteams_OC", "device_mobile_app", "license_dnc_checking_enabled", "call_recording"},
    "102": {"device_import_msteams_OC", "device_mobile_app", "license_dnc_checking_enabled", "call_recording"},
    "104": {"device_import_msteams_OC_resource", "device_desktop_app", "call_recording"},
    "109": {"device_ip_phone", "device_desktop_app", "call_recording"},
}


async def in_teams(place: Town) -> dict[str, dict[str, Any]]:
    """Contoso's numbers as Graph lists them, with the holder's name."""
    tenants = await place.part("graph")
    contoso = next(t for t in tenants.values() if t["display_name"].startswith("Contoso"))
    return {
        number: {
            **record,
            "holder": contoso["people"].get(record["assignment_target_id"] or "", {}).get("display_name"),
        }
        for number, record in contoso["numbers"].items()
    }


@pytest.mark.parametrize("name", ["seed-bulk.xlsx", "seed-bulk.csv"])
async def test_guides_table_becomes_working_lines(place: Town, name: str) -> None:
    alex, sam = await place.connected("Alex"), await place.person("Sam")
    await alex.send(name, (DATA / name).read_bytes())
    plan = await alex.sees("Nothing is written yet", "Send for approval")
    assert "isn't uploaded" in plan.words or "won't be uploaded" in plan.words
    assert await in_teams(place) == {}
    await alex.click("Send for approval")
    await sam.sees("Approve", "Alex")
    await sam.click("Approve")
    await alex.sees("Result as a file", "4 done")
    numbers = await in_teams(place)
    assert numbers["+6567891230"]["assignment_status"] == "userAssigned"
    assert numbers["+6567891230"]["holder"] == "John"
    assert numbers["+6567891231"]["holder"] == "Alice"
    assert numbers["+6567891232"]["assignment_status"] == "voiceApplicationAssigned"
    assert "+6567891233" not in numbers
    organisations = await place.part("cpaas")
    contoso = next(o for o in organisations.values() if o["name"].startswith("Contoso"))
    for key, codes in ADDONS.items():
        assert set(contoso["extensions"][key]["addons"]) == codes
        assert contoso["extensions"][key]["numbers"] == [f"656789123{['101', '102', '104', '109'].index(key)}"]
    effects = await place.part("effects")
    assert all(count == 1 for count in effects.values()), effects
