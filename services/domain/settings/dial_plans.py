"""Dial plans to begin with, by country: what people dial at home, turned into a number with country code.

The provider offers defaults for these four countries and shows Singapore's
(https://dynacloud.asia/qa/outbound-call-rule/); the other three follow their national numbering plans, where a zero
leads calls within the country.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from services.domain.phrases import tr

Record = dict[str, JsonValue]


def _plan(name: str, pattern: str, strip: int, prepend: str) -> Record:
    return {"name": name, "pattern": pattern, "strip": strip, "prepend": prepend}


DEFAULTS: Mapping[str, tuple[Record, ...]] = {
    "SG": (_plan(tr("Local"), "^[3689][0-9]{7}$", 0, "65"),),
    "ID": (_plan(tr("Indonesia"), "^0[2-9][0-9]{6,11}$", 1, "62"),),
    "TH": (_plan(tr("Thailand"), "^0[2-9][0-9]{7,8}$", 1, "66"),),
    "VN": (_plan(tr("Vietnam"), "^0[2-9][0-9]{8,9}$", 1, "84"),),
}
