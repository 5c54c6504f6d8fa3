"""Replaces idioms by plainer words of at most the same length, so that the other words keep their positions.

They come from Singapore, India and Vietnam, from typing on phones, and from English as a second language.
"""

from __future__ import annotations

import re
from functools import partial

from bot.language.jargon import TURNS

_NOT_ASKING = r"^(?!\s*(?:who|what|when|why|which|where|how|can|could|may|is|are|does|do|did|has|have|tell|show)\b)"
_NOT_SUBJECT = r"(?!(?:you|we|i|he|she|they|it|who|as)\b)\S+"
_OWNER = r"((?-i:[A-Z])\S*(?: (?-i:[A-Z])\S*)?|\w+)"
_POSSESSED = r"(?:it|them|the|his|her|their|\w+['’]s)"
# Each idiom with its plainer words; a shorter replacement is padded with blanks.
_PLAINER: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        *TURNS,
        # “The number that Ben has” is “Ben's number”, whatever verb comes before it.
        (
            rf"\b(?:the |that )?(number|line|extension|ext),? (?:which|that) {_OWNER}"
            r" (?:currently |now |already )?(?:has|have|had|holds|held|owns|owned|uses|used|is using)\b",
            r"\2's \1",
        ),
        (
            rf"\b(?:the |that )?(number|line|extension|ext) (?:(?:which|that) )?belong(?:s|ing|ed) to {_OWNER}",
            r"\2's \1",
        ),
        (r"\bgot how (many|much)\b", r"how \1"),
        (r"\bgot any\b(?=.*\bfree\b)", "any"),
        (r"\bgot what\b", "what"),
        (r"^(\s*(?:please |pls )?)use (?=(?:the |our )?.{2,30} template (?:for|on|with)\b)", r"\1set "),
        # “…, can?” at the end of a request doesn't make it a question; a mere “or not” does.
        (
            rf"({_NOT_ASKING}(?:\S+\s+){{2,}}{_NOT_SUBJECT}),?\s(?:can|possible)(?: ah| lah| or not| anot)*\s*\??\s*$",
            r"\1",
        ),
        # “let X go” means that X leaves, “no X” that X is removed.
        (
            r"\b(?:we|they|hr|the company)(?:'re|'ve| are| have| had| will be| will|'ll be| is"
            r"| has)?(?: to)? let(?:ting)? "
            r"(\S+(?: \S+)?) go\b(?! (?:to|home|on|back|first|through|ahead|over)\b)",
            r"\1 leaves",
        ),
        (
            r"^(\s*(?:please |pls )?)no (voicemails?|vm|voice mail|(?:call )?forwarding|call waiting)"
            r" (?:on|for|at|in) ",
            r"\1cut \2 ",
        ),
        (r",?\s(?:can )?or not(?: yet)?(?: ah| lah)?\s*\??\s*$", "?"),
        (r"(^|[,.;]\s*|\bpls |\bplease |\bcan )off (?=" + _POSSESSED + r"\b)", r"\1cut "),
        (r"^(\s*(?:pls |please |can |kindly )*)help me (?:to )?(?=\w+ )", r"\1"),
        (r"\bs?he (quit|resign|leave|left)(?: (?:job|work|company))?(?= (?:already|liao|job|work)\b)", r"\1"),
        (r"\b(quit|quits) (?:his |her |their |the )?(?:job|work)\b", r"\1"),
        (r"(?:['’]s |['’]ve |\bhas |\bhave |\b)hand(?:ed|s|ing) (?:his|her|their|the) notice in\b", " resigned"),
        (r"(?<![0-9] )\balready stop(?:ped)? work\b", "left"),
        (r"\b(?:has |have )?(?:already )?stopped working (?=(?:here|for us|with us)\b)", "left "),
        (r"\bfix (\S+(?: \S+)?) up with\b", r"give \1"),
        (
            r"\b(see(?: to it)? that|make sure(?: that)?|ensure(?: that)?) (\S+(?: \S+)?) ends? up with\b",
            r"\1 \2 gets",
        ),
        # Everyday verbs and phrases: “change … for each other”, “open a line for”, “close her line”
        (r"\bchange\b(?=.{3,60}\b(?:for|with) (?:each other|one another)\b)", "swap"),
        (r"\bopen(?= (?:a |one |new |another |the )*(?:number|line|extension|phone)\b.{0,12} for\b)", "give"),
        (r"\bclose(?= (?:his|her|their|\w+['’]s) (?:line|number|extension|phone)\b)", "cut"),
        (r"\b(?:who|which|that)(?: is| are) not (?:in )?use\b", "free"),
        (r"\b((?:turn|switch) o(?:n|ff)|enable|disable) record(?: the| his| her| their)? calls?\b", r"\1 recording"),
        (r"\bavailability of (?=lic|numbers|seats)", "available"),
        (r"\b(?:bung|give|pass|chuck|direct|stick)(?= .{2,30} calls (?:over |through |on |across )?to\b)", "send"),
        (r"\bchuck(?= .{2,40} on(?:to)?\b)", "put"),
        (r"\b(this|that|the) (number|line|extension|ext|did)(?= \+?[0-9])", r"\2"),
        (r"\bis what (?=(?:number|ext|extension|line|status|rule)\b)", "what is "),
        (rf"({_NOT_ASKING}.+\S)\s(?:give|help) me\s*$", r"\1"),
        (r"^(\s*(?:please |pls |kindly )*)approve for me\b", r"\1approve"),
        (
            r"\bextend (?=(?:one|a|an|the)\b.{0,30}"
            r"\b(?:licen[cs]e|add-?on|app|recording|facility|feature)\b.{0,12}\bto\b)",
            "give ",
        ),
        (
            r"\band (?:will )?(?:needs?|gets?) (?:everything|all|whatever) (\S+(?: \S+)?) (?:has|have|got)\b",
            r"like \1",
        ),
        (
            r"\b(needs?|gets?|with) (?:everything|all|whatever) (\S+(?: \S+)?) (?:has|have|got)\b",
            r"\1 like \2",
        ),
        (r"\b((?:delete|remove|cancel|turn off|disable|off) (?:the )?)forward(?:ing)? calls?\b", r"\1forwarding"),
        (r"\bchange (?=(?:the |their )?(?:numbers?|lines?|extensions?|exts?) together\b)", "swap "),
        (r"\b(?:close|shut) (him|her|them) down\b", r"remove \1"),
        (r"\bno use(?=\s*,| already| liao)", "idle"),
        (r"(?<=\w) bar (?=(?-i:[A-Z]))", " but "),
        (r"\ball the (?=(?:recording|app|licen[cs]e)\b)", "the "),
        (r"\bworks (\S+) no more (?:for|with) us\b", r"\1 leaves"),
        (r"\bor not (?=(?:for|to|with|in)\b)", " "),
        (r"(?<!has )(?<!have )(?<!had )(?<!uses )(?<!on )\b(?:her|his|their) own (?=(?:line|extension)\b)", "a new "),
        (r"\bagainst(?=\s+(?-i:[A-Z]))", "to"),
        (r"\bpoint(?= .{2,25} (?:calls|phone) (?:at|to)\b)", "route"),
        (r"\bopen(?= (?:call recording|recording|mobile app|voicemail) for\b)", "give"),
        (r"\bdelegate(?= (?:my |the |all )?approvals?\b)", "hand"),
        # Questions for news, and those with their question word at the end (“…, how?”)
        (
            r"\bany (?:joy|luck|news|updates?|progress|word|movement) (?:with|on|about|regarding)\b"
            r"(?=.*\b(?:uploads?|jobs?|requests?|plans?|approvals?)\b)",
            "status of",
        ),
        (r"\bwhat(?:['’]s| has| was)? changed (?:for|on|at|about|with)\b", "changes to"),
        (r"\bi can (do|say|ask) what\b", r"what can i \1"),
        (r"^(\s*(?:(?:pls|please|can|could|kindly|you) )+)help (?:me |us )?(?:to )?(?=\w+ \w+)", r"\1"),
        (
            r"^\s*(?:we |i )?(?:want|need|wish)(?: to)? ([^?]{5,60}?),? how(?: ah| lah| to do| leh)?\s*\??$",
            r"how to \1",
        ),
        (
            r"^(\s*(?:please |kindly |pls )*)(?:suggest|advise|guide|tell|explain)(?: me| us)?(?: on)? how"
            r" (?:to|we can|i can)(?: go about)?\b",
            r"\1how to",
        ),
        # Requests to be shown or walked through something, and preferences (“I'd rather …”)
        (r"\b(?:revert|come back|get back)(?: to me| to us)? with\b", "show"),
        (r"\b(?:could do with|wouldn['’]t mind|would like|fancy) knowing\b", "show me"),
        (r"\bknock (?=(?:that|this|the|it)(?: \w+)? back\b)", "deny "),
        (
            r"\bwhat (?:did|has) (?!(?:you|i|we|they|he|she|it)\b)(\S+(?: \S+)?) (?:do|done|been up to)\b"
            r"(?! (?:to|with|about)\b)",
            r"changes by \1",
        ),
        (r"\b(?:walk|talk|guide|take|run) me through (?=\w+ing\b)", "how to "),
        (r"\b(?:i|we)(?:['’]d| would) rather (?!not\b)(.{1,40}?) went to\b", r"\1 goes to"),
        (r"\b(?:i|we)(?:['’]d| would) rather (?!not\b)(.{1,40}?) had\b", r"\1 gets"),
        (r"\b(yesterday|last week) only\b", r"\1"),
        (r"^(\s*)today only\b", r"\1today"),
        # “What happens to Ben's number when he leaves?” previews the plan for his leaving.
        (
            r"\bwhat(?:'ll| will| would)? happens? (?:to|with) ([^?,.;]{1,30}?)['’]s? "
            r"(?:number|line|extension|calls|licence|licences|stuff|things)"
            r"(?: and \w+)? (?:when|if|once|after) (?:he|she|they) (?=leave|leaves|left|quit|quits|resign|go)",
            r"what if \1 ",
        ),
        (
            r"\bwhat(?:'ll| will| would)? happens? (?:to|with) ([^?,.;]{1,30}?) "
            r"(?:when|if|once|after) (?:he|she|they) (?=leave|leaves|left|quit|quits|resign)",
            r"what if \1 ",
        ),
    )
)


def in_plainer_words(text: str) -> str:
    """The text with idioms replaced by plain words, every other word at its old position."""
    for pattern, plain in _PLAINER:
        text = pattern.sub(partial(_filled, plain), text)
    return text


def _filled(plain: str, found: re.Match[str]) -> str:
    """The plain words, padded with blanks to the length of the idiom."""
    return found.expand(plain).ljust(len(found[0]))
