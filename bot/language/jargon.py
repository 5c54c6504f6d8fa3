"""Jargon of tickets and telephone engineers, with plainer words for it, which `idioms.py` puts in.

A ticket names its kind first (*LEAVER:*), gives values to things (*recording=on*), puts counts after them (*DID x2*),
and has a noun for the action (*do the release of*, *app removal:*).
"""

from __future__ import annotations

_COUNTED = r"(dids?|ddis?|numbers?|exts?|extensions?|lines?)"
_HEAD = r"\s*(?::|\s[-–—]\s)\s*"
_TOLD = (  # words that make it a report, not a request: “upload of 6567891240 done”
    "(?:done|failed|completed?|finished|pending|wrong|ok|okay|stuck|yesterday|was|is|has|had|went|did|in progress)"
)
_DO = (
    r"^(\s*(?:please |pls |kindly |to )*)(?:do|perform|carry out|execute|process|initiate|arrange|proceed with|make)"
    r"(?: the| an?)? "
)
_DONE: tuple[tuple[str, str], ...] = (
    ("assignment|allocation", "assign"),
    ("unassignment", "unassign"),
    ("removal|withdrawal", "remove"),
    ("activation|enablement", "activate"),
    ("deactivation|disablement", "deactivate"),
    ("provisioning", "provision"),
    ("deprovisioning|decommissioning", "remove"),
    ("release", "release"),
    ("upload", "upload"),
    ("swap|exchange", "swap"),
    ("transfer|migration|porting", "transfer"),
    ("offboarding", "offboard"),
    ("onboarding", "onboard"),
)  # a noun for what is done, and a verb of at most its length
TURNS: tuple[tuple[str, str], ...] = (
    (rf"^\s*(?:req|request|inc|incident|chg|tkt|ticket|wo|sr|query|ops){_HEAD}", ""),
    (rf"^\s*(?:onb|joiner|new starter|new hire){_HEAD}(?=[A-Z])", "joiner "),
    (rf"^\s*(?:ofb|offb|term|termination|leaver){_HEAD}(?=[A-Z])", "leaver "),
    (r"\s?=\s?(?:on|enabled|yes|true)\b", " on"),
    (r"\s?=\s?(?:off|disabled|no|false)\b", " off"),
    (rf"\b{_COUNTED} ?x ?1\b", r"a \1"),
    (rf"\b{_COUNTED} ?x ?([2-9])\b", r"\2 \1"),
    (rf"\b([2-9]) ?x ?(?={_COUNTED}\b)", r"\1 "),
    (r"\b(?:users?|usr):? (?=(?-i:[A-Z][a-z]))", ""),
    (r"\b(\d{3})/(?=\d{3}\b(?!/))", r"\1,"),
    (r"\bteams (?:side|end)\b", "teams"),
    *((rf"{_DO}(?:{noun}) (?:of|for) ", rf"\1{verb} ") for noun, verb in _DONE),
    *((rf"^\s*(?:{noun}) of (?!.*\b{_TOLD}\b)", f"{verb} ") for noun, verb in _DONE),
    *((rf"\b(?:{noun})(?={_HEAD})", verb) for noun, verb in _DONE if noun[0] in "ardu"),
)
