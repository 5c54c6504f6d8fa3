"""A country's two-letter code, however a system spells it."""

from __future__ import annotations

# Microsoft's own example of a consent names UK (`consentedCountries` of ListRequestsForInformation.json in
# https://github.com/Azure/azure-rest-api-specs, voiceservices data-plane); the European Union writes EL for Greece
# (https://style-guide.europa.eu/en/content/-/isg/topic?identifier=annex-a5-list-countries-territories-currencies).
_ISO = {"UK": "GB", "EL": "GR"}


def iso(code: str) -> str:
    """The ISO 3166 code, in capitals, for a code in any spelling; an unknown one stays as it is."""
    letters = code.strip().upper()
    return _ISO.get(letters, letters)
