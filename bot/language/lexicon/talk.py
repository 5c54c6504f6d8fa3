"""Short words: greetings, thanks, yes, no, stop, undo."""

from __future__ import annotations

from collections.abc import Mapping

_TONGUES = (
    "english", "german", "french", "spanish", "italian", "dutch", "vietnamese", "thai", "indonesian", "chinese",
    "mandarin", "malay", "tamil", "japanese", "korean", "portuguese", "hindi", "bahasa", "another language",
    "a different language", "my language",
)  # fmt: skip
_SPEAK = (
    "speak", "speak in", "talk in", "talk to me in", "speak to me in", "answer in", "answer me in", "reply in",
    "write in", "write to me in", "switch to", "change to", "do you speak", "can you speak", "in", "i want",
    "i speak", "i prefer", "i only speak", "i'd prefer", "set my language to", "change my language to",
    "change the language to", "switch the language to",
    "translate to", "translate into", "translate yourself to", "translate yourself into", "use", "be in",
)  # fmt: skip
WORDS: Mapping[str, str] = {
    "LANGUAGE": "|".join(
        ["change language", "change the language", "switch language", "change my language", "other language"]
        + [f"{speak} {tongue}{more}" for speak in _SPEAK for tongue in _TONGUES for more in ("", " with me", " to me")]
    ),
    "UNDO": (
        "take back what you did|take back what you just did|wrong liao|wrong already|that's wrong|"
        "press wrong|pressed wrong|i pressed wrong|pressed the wrong button|clicked wrong|return back|"
        "put it all back|"
        "back the way it was|the way it was|back to how it was|back to what it was|to how it was"
        "|undo what|roll it all back|put things back|rollback that|take it all back|go back|unwind|reinstate"
        "|i made a mistake|that was a mistake|that was wrong|undo|revert|roll back|rollback|roll it back"
        "|take that back|take it back|put it back|reverse|put back|undo what you did|put it back as it was"
        "|change it back|back as it was|restore|roll that back|put that back|put everything back"
    ),
    "CANCEL": (
        "leave everything as it is|leave it as it is|leave it as is|leave things as they are|keep it as it is"
        "|keep everything as it is|leave it at that|leave it like that|leave it be|leave everything as is"
        "|leave all as it is|bin that|bin it|drop that|withdraw it|withdraw my request|withdraw that|kill it"
        "|kill that|dismiss|cancel"
        "|abort|nevermind|never mind|forget it|forget that|forget about it|scrap that|scrap it|withdraw my plan"
        "|discard|call it off|withdraw the plan|discard the plan|withdraw plan|scratch that|drop it|leave it"
    ),
    "CANCEL_PLAN": (
        "withdraw the plan|withdraw plan|withdraw my plan|withdraw my request|withdraw the request|discard the plan"
        "|discard my plan|cancel my request|cancel the request|take back my request|pull my request|pull the request"
    ),
    "STOP": (
        "put the kibosh on|put a stop to|put on hold|put a hold on|put the brakes on|pull the plug on|"
        "hold|stop|halt|pause|wait|hold on|wait a moment|wait a second|freeze|hold it|stop everything|stop that"
        "|quit it|whoa"
    ),
    "THANKS": (
        "great job|great work|great stuff|top job|nice one|you're a star|legend|you rock|you're the best|lifesaver"
        "|thanks|thank you|thx|ty|cheers|thank u|many thanks|thanks a lot|thank you very much|tks|thanx"
        "|much appreciated|appreciated|thanks so much|thank you so much|appreciate it|tysm|ta|danke|merci|gracias"
        "|i appreciate it|well done|good job|nice work|good work|kudos"
    ),
    "OKAY": (
        "nothing for now|nothing else|nothing more|nothing right now|that is all|no more questions|"
        "nothing today|"
        "go ahead|do it|yes|yes please|yep|yeah|sure|of course|ok|okay|alright|all right|great|cool|perfect|fine"
        "|super|nice|good|got it|understood|bye|goodbye|see you|see you later|awesome|excellent|wonderful|very good"
        "|sounds good|makes sense|i see|lovely|brilliant|that's all|good bye|cya|good night|have a nice day|later"
        "|works for me|that's fine|k"
    ),
    "GREET": (
        "hi|hello|hey|good morning|good afternoon|good evening|morning|greetings|hiya|howdy|hey there|hi there"
        "|hello there|good day|yo|how are you|how's it going"
    ),
    "HELP": (
        "what all can you do|what can u do|"
        "are you an ai|are you ai|are you chatgpt|is this ai|are you a person|are you a machine|is anybody there"
        "|explain|what do you offer|your features|human please|help|what can you do|what can i say|what can i do"
        "|commands|how does this work|how do you work|what do you do|i need help|help me|i don't understand"
        "|i do not understand|i don't get it|what do you mean|contact|speak to a human|talk to a human|privacy"
        "|are you a robot|are you a bot|are you human|are you real|who made you|who built you|what can i ask"
        "|instructions|manual|what are you|who are you|i'm lost|i am lost|usage|guide|what else can you do"
        "|can you help|can you help me|tell me what you can do|how does it work|what is this"
    ),
    "NO": (
        "sorry|no sorry|wait no|oh no|nono|no wait|no|nope|nah|no thanks|no thank you|not now|rather not|no way"
        "|better not"
    ),
    "I_MEANT": (
        "i meant|i mean|meant|sorry i meant|no i meant|make that|rather|correction|oops|my bad|whoops|instead"
        "|should have been|wrong one|typo|i meant to say"
    ),
    "POLICY": (
        "two approvers|second approver|two people to approve|what's the approval rule|"
        "policy|policies|approval policy|approval policies|approval rules|how many approvals|four eyes"
        "|two approvals|second approval|voice policies|calling policy|voice policy"
    ),
    "PLACE": (
        "emergency address|emergency addresses|emergency location|emergency locations|e911|911|999|112|addresses"
        "|emergency calls|emergency calling|address"
    ),
    "SAVE": "save|keep|store|remember|turn into",
    "IT": (
        "it|that|this|its|that one|this one|the same|them all|that number|this number|that line|this line|those"
        "|these|this person|that person|that plan|that job|this job"
    ),
    "SHE": (
        "she'll|he'll|they'll|she'd|he'd|they'd|they've|they're|themselves|herself|himself|her|she|him|he|his|hers"
        "|their|them|they|theirs"
    ),
}
