"""Keys are known by their shape, and what people usually type isn't one."""

from __future__ import annotations

import pytest

from services.domain.key_shape import key_in

TENANT = "5b0a7c6e-51b2-4c05-9d5b-6b6f0e0f5a11"
HEX = "9f86d081884c7d659a2feaa0c55ad015"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("sb-contoso-key-0001", "sb-contoso-key-0001"),
        ("  SB-Contoso-Key-0001 ", "SB-Contoso-Key-0001"),
        ("our key: “sb-tenant01-key-0001”, please", "sb-tenant01-key-0001"),
        ("connect sk_live_51H8xgq2eZvKYlo2C", "sk_live_51H8xgq2eZvKYlo2C"),
        (HEX, HEX),
        (f"here is the API key {TENANT}", TENANT),
    ],
)
def test_a_key_is_seen(text: str, key: str) -> None:
    assert key_in(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "new key",
        "give 102 to nadia",
        "alice.lim@contoso.com",
        "+6567891230",
        "6567891230-6567891240",
        TENANT,
        f"is {TENANT} my tenant?",
        "device_import_msteams_OC_resource",
        "license_call_recording_unlimited_enabled",
        "line 101",
        "101\t6567891230\tjohn\tdevice_import_msteams_OC",
        "plan abcd2345efgh",
        "key-account-manager",
    ],
)
def test_what_people_type_is_none(text: str) -> None:
    assert key_in(text) == ""
