"""Words for what is done to things, and for what was done."""

from __future__ import annotations

from collections.abc import Mapping

# Inflected: “give” is also “giving”, “be given” and “gets given” (`inflection.py`).
ACTS: Mapping[str, str] = {
    "GIVE": (
        "could do with|can do with|would like|would love|would love to have|is in need of|in need of|is short of"
        "|is to get|is to have|are to get|are to have|is entitled to|are entitled to|is due to get|now belongs to"
        "|will belong to|is to belong to|will have|will be getting|is supposed to have|are supposed to have"
        "|is supposed to get|deserves|should receive|shall receive|must receive"
        "|is to receive|should own|shall own|give|allot|grant|add|assign|hand|provide|allocate|equip|supply|issue"
        "|award|bung|prepare|provision|put|enable|activate|attach|include"
        "|turn on|switch on|sort|start|begin|hook up|hook|kit out|stick|pop|install|arrange|organise|organize"
        "|furnish|outfit|roll out|open up|unlock|license|enrol|enroll|subscribe|opt in|register for|sign up"
        "|make available to|fire up|plug in"
        "|map|tag|slap|bolt on|tack on|throw in|sign up for|entitle|fit out|set up with"
    ),
    "TAKE": (
        "can go|may go|might as well go|can be gone|should go away|has to go|have to go|must go|needs to go"
        "|should be gone|must be gone|shall go|can do without|could do without|has no use for|have no use for"
        "|no use for|has no need for|has no need of"
        "|have no need of|is finished with|should be without|shall lose|should lose|must lose|loses|is to lose"
        "|not require|does not require|no longer use"
        "|deallocate|de-allocate|decommission|deallocate|de-allocate|decommission|remove|take|take off|take away"
        "|take out|take back|free up|revoke|drop|strip|detach|withdraw"
        "|pull|disable"
        "|deactivate|turn off|switch off|get rid of|get rid|cut|unlicense|clear|clear off|kick|kick off|ditch|kill"
        "|scrap|bin|axe|yank|pull off|chuck|shut off|reclaim|claw back|strip off|unhook|discontinue|cease|knock off"
        "|remove from|uninstall|deprovision|de-provision|unsubscribe|unlicence|unequip|unregister|deregister|disallow"
        "|deauthorise|deauthorize|retract|rescind|repossess|confiscate|deprive|relieve|dispense with|part with|peel off"
        "|take down|opt out|remove off|collect back|get back|undo the assignment"
    ),
    "UNASSIGN": (
        "should be freed|must be freed|freed|be freed up|should be freed up|unassign|unmap|decouple|make available"
        "|free up|unallocate|deassign|de-assign|detach the line"
    ),
    "MOVE": (
        "can go to|may go to|needs to go to|have to go to|may go over to|can go over to|must go over to"
        "|should go over to|should end up with|inherit|inherits|move|transfer|reassign|pass|shift|port|hand over"
        "|migrate|relocate|re-assign|hand|reallocate|re-allocate"
        "|hand on|pass on|pass over|give over|bring over|shift over|switch over|move over|sign over"
        "|reroute the number"
    ),
    "SWAP": "swap|exchange|switch|swop|trade|swap over|interchange|trade places|change places|flip",
    "UPLOAD": "upload|load|bring|push|publish|sync|load up|register",
    "RELEASE": "renounce|surrender|release|relinquish|let go of|return|give up|give back|hand back|return to the pool",
    "DELETE": "throw away|throw out|clear out|do away with|delete|wipe|erase|purge|destroy|nuke|kill|clean out",
    "MEND": (
        "fix|mend|repair|heal|sort out|sort|solve|resolve|fix up|straighten out|patch up|bring back|make right"
        "|put right|remedy"
    ),
    "FORWARD": (
        "deviate|go through to|goes through to|be put through to|put through to|ring on|rings on|ring out at"
        "|roll over to|rolls over to|roll to|rolls to|overflow to|be answered by|should be answered by"
        "|be picked up by|spill over to|flow to|carry over to|forward|divert|redirect|reroute|route|bounce"
    ),
    "RECORD": "record|tape",
}
# What a thing does when it is given or taken: “recording comes off”, “the app is to go onto 103” (`inflection.py`).
GOES: Mapping[str, str] = {
    "GIVE": "go onto|come onto",
    "TAKE": "come off|come away from",
    "MOVE": "move across to|go across to|go over to|move over to|pass to|pass over to|come across to|cross over to",
}
# Verbs in two words that have this meaning only with an add-on between them: “flip recording on”.
IN_TWO: Mapping[str, str] = {
    "GIVE": ("flip on|put on|slap on|stick on|open up|sort out|set up|roll out"),
    "TAKE": (
        "whip off|whip out|flip off|put off|phase out|wind down|shut down|close down|take down|get off|rip out"
        "|roll back"
    ),
}
WORDS: Mapping[str, str] = {
    # Doing
    "GIVE": (
        "need have one|"
        "in requirement of|are in requirement of|is in requirement of|must attribute|should attribute|"
        "will attribute|attribute|attributes|attributed to|"
        "should be having|must be having|to be having|"
        "should be available to|shall be available to|must be available to|be available to|be made available to|"
        "shall belong to|should belong to|must belong to|has to belong to|belongs now to|shall be for|should be for"
        "|is meant for|will sit at|should sit at|is to sit at|would like to have|want|wants|require"
        "|requires|could use|should be on|should be getting|needs to get|is due|need to have"
        "|ought to have|ought to get|get her|get him|get them|giv|gve|gives|get|gets|let|allow|needs|need"
        "|should get|should have|to have|has to have|must have|will get|shall have|needs to have|get hold of"
        "|receive|receives|please give"
    ),
    "TAKE": (
        "be ended|to be ended|is to be ended|are to be ended|should be ended|must be ended|has to be ended"
        "|needs to be ended|is to be stopped|should be stopped|must be stopped|has to be stopped|needs to be stopped|"
        "won't need|won't be needing|will not need|isn't going to need|not going to need|will no longer need|"
        "stop having|stops having|to stop having|to be without|"
        "isn't needed|is not needed|not needed|isn't required|no longer needed|is no longer needed"
        "|no longer wants|no longer want|no more|no need of|is done with|done with|finished with the"
        "|gets rid of"
        "|lose|does without|doesn't require|no longer requires|no longer uses|shouldn't have|away from|away"
        "|no longer needs|should no longer be|no longer be|no longer have|should no longer have|doesn't want"
        "|does not want|doesn't need|does not need|doesn't need anymore|no longer need|don't need|doesnt need"
    ),
    "UNASSIGN": "freeing|be freed",
    "ANY_MORE": "any more|anymore|any longer|off|away|from now on",
    "MOVE": (
        "should go to|must go to|shall go to|has to go to|is to go to|ought to go to|goes to|will go to"
        "|now goes to|go to|go over|should go|goes over"
    ),
    "ASSIGN": "assign|pair",
    "RELEASE": (
        "back to the operator|back to the provider|back to the carrier|back to the telco"
        "|back to our operator|back to our provider|back to our carrier"
    ),
    "RELEASED": "released|did you release|did you remove|have you released|removed|deleted|gone|uploaded already",
    "DELETE": "clear|drop all|drop everything|reset|factory reset",
    "MEND": "get going|get working|get back up|make it work",
    "MAKE": "make|get|have|let",
    "WANTED": "needed|required|necessary|wanted|desired|called for|in demand|useful|of use|of any use",
    "SHOWN": (
        "appear|appears|appear as|appears as|show as|shows as|show up as|shows up as"
        "|shown as|displayed as|listed as|marked as|flagged as"
    ),
    "PRIVATE": "private",
    "BECOME": (
        "should become|must become|will become|is to become|turns into|should turn into|should be|must be|shall be"
        "|has to be|is to be|ought to be|becomes|become|shall become|"
    ),
    "NO_ANSWER": (
        "misses|that she misses|that he misses|when busy|if busy|when he's busy|when she's busy"
        "|if she's busy|if he's busy|when they're busy|when not pick up"
        "|if not pick up|on no answer|if no answer|when no answer|no answer|not answered|isn't answered"
        "|if nobody answers|when nobody answers|when no one answers|if no one answers|if she doesn't answer"
        "|if he doesn't answer|if they don't answer|when she doesn't answer|when he doesn't answer|unanswered"
        "|when they don't answer|if she doesn't pick up|if he doesn't pick up|when she doesn't pick up"
        "|when he doesn't pick up|if nobody picks up|when nobody picks up|if no one picks up|when no one picks up"
        "|if they don't pick up|if i don't answer|when i don't answer|if i don't pick up|when i don't pick up"
        "|after hours|out of hours|outside office hours|outside working hours|outside business hours|after work"
        "|when offline|when away|while away|while he is away|while she is away|while they are away"
        "|while they're away|while i'm away|while she's away|while he's away|when she's away"
        "|when he's away|while on leave|while i'm on leave|while on holiday"
        "|while she's on leave|while he's on leave|during lunch|overnight|at night|over the weekend|at weekends"
        "|before voicemail|before voicemail kicks in|before it goes to voicemail|when engaged|if engaged"
    ),
    "END": "end|ends|lift|finish",
    "ANSWERABLE": (
        "handling|is handling|looking after|"
        "responsible for|in charge of|responsible|in charge|takes care of|looks after|handles|will handle"
        "|will look after|is doing"
    ),
    "INSTEAD": "instead of me|instead|in my place|for me|on my behalf|as my deputy|deputy|as my substitute|substitute",
    "STOP_RECORD": "stop recording|stop to record|quit recording|end recording|cease recording|stop taping",
    "NO_RECORD": (
        "nobody may record|nobody should record|don't record|do not record|shouldn't record"
        "|should not record|mustn't record|must not record|may not record"
        "|needn't record|no longer record|never record"
    ),
    "ABLE": (
        "can|may|could|able|able to|be able to|is able to|allowed|allowed to|is allowed to|are allowed to|be allowed to"
        "|has the right to|have the right to|the right to|right to|permission to|permitted to|authorised to|entitled to"
    ),
    "CREATE": "create|make|add|new|build|provision|set up|i need|we need|need",
    "NEW": "2nd|extra|one more|new|additional|more|fresh|further|second|another",
    "RENAME": (
        "should be called|shall be called|must be called|should be named|be named|is called now|retitle"
        "|label|be renamed|be called|rename|relabel|call|name"
    ),
    "AS": "as|to|into",
    "CHANGE": (
        "shorten|lengthen|prolong|"
        "be changed|must be changed|has to be changed|should be changed|needs to be changed"
        "|to be changed|change|edit|modify|alter|adjust|update|configure|set"
    ),
    "SET": "set|put|make|make it|make that|mark|change|turn|switch|update",
    "FORWARD": (
        "frwd|fwrd|forwrd|"
        "through to|should go to|must go to|shall go to|have to go to|are to go to|ought to go to|should ring at"
        "|should be sent to|have to ring at|forwards|forwarded|diverted|redirected|rerouted|go straight to|go to"
        "|forwarding to"
        "|land at|land on|land with|land in|end up at|end up with|end up on"
        "|ends up at|end up|arrive at|ring at|ring through to"
        "|come through to|come out at|landing at|ending up with|ending up at"
    ),
    "MOBILE": "mobile|cell|cellphone|mobile phone|cell phone|home phone|handy",
    "APPLY": "apply",
    "RECORD": "have recorded|should be recorded",
    "COPY": "copy|clone|duplicate",
    "TAKE_OVER": (
        "should take|shall take|will take|should take over|wants to take|replacing|is replacing"
        "|taking over from|takes over from|steps in for|is taking over|succeeding"
        "|succeeding to|takes|take over|takes over|taking over|took over|will take over|replaces|succeeds|inherits"
        "|gets over"
    ),
    "EXPORT": "export|download|print out|dump",
    "TALK": "talk|talked|speak|spoke|on the phone",
    "REMIND": "remind|nudge|chase|ping",
    "BUY": "buy|order|purchase|book more",
    "REPLACE": "replace|swap out|substitute|exchange",
    "OWNER": "owner|holder|user of|owner of",
    "NAME_OF": "the name of|name of|directory name of|caption of|label of|name",
    "REJECT": (
        "decline|send it back|send that back|refuse it|reject|deny|turn down|refuse|disapprove|turn it down"
        "|say no to|send back"
    ),
    "RETRY": (
        "run it again|run that again|run them again|try it again|try them again|re-run|redo|do it again|do over"
        "|give it another go|another go|kick it off again|try|retry|try again|once more|run again|repeat|resume"
        "|continue|go on|carry on|proceed|unpause|rerun"
    ),
    "ABROAD": (
        "outside singapore|foreign|roaming calls|abroad|overseas|international|internationally|international calls"
        "|foreign countries|other countries|outside the country|internationally dial|calls abroad|foreign numbers"
        "|international numbers|international calling"
    ),
    "HEALTH": (
        "slow|the api|the systems|the sync|connection|connections|system status|systems|health|connectivity|outage"
        "|outages|service status|the link|microsoft|graph|integration|everything connected|cpaas status|sync status"
    ),
    "DOWNLOAD": "download|save|get me|fetch|where is|where can i find",
    "BLOCK": "block|forbid|bar|prohibit|deny|only|restrict",
    "MISSING": "missing|lack|lacks|lacking|wants|without|need|needs|waiting for",
    "EXAMPLE": (
        "spreadsheet template|excel template|csv template|import template|upload template|template spreadsheet"
        "|bulk template|blank template|sample spreadsheet|file format|column headings|columns|example|sample"
        "|example file|sample file|blank file|empty file|file template|template file"
    ),
    # What was done
    "CHANGED": (
        "did we do|has been done|did they do|touch|tamper with|tampered with|mess with|messed with|messing with"
        "|fiddle with|fiddled with|meddle with|change|been done|was done|been done to|gets changed|changed|modified"
        "|altered|edited|touched|updated|reconfigured|changes were made|changes have been made|changes did we make"
        "|changes were there|been changed|been modified|was changed|got changed"
    ),
    "DID": (
        "given|gave|gave away|took|took away|removed|deleted|erased|moved|renamed|swapped|released|unassigned|added"
        "|set up|transferred|disconnected|connected|linked|assigned|created|lost|lose|was given|were given|granted"
        "|revoked|turned off|switched off|turned on|switched on|disabled|enabled|undid|cancelled|canceled|stopped"
        "|paused|requested|asked for|ask for|request"
    ),
    "APPROVED": (
        "accepted|validated|greenlit|"
        "approved|signed off|said yes to|agreed to|okayed|authorised|authorized|signed|has approved"
    ),
    "DID_ANYONE": (
        "did anyone|did anybody|did someone|did somebody|has anyone|has anybody|has someone"
        "|has somebody|did we|did they|have we|have they|who was it that|was it you who"
    ),
    "BY": "by|made by|done by",
    "SINCE": "since|starting",
    "HAPPENED": (
        "did we do to|we do to|did they do to|have we done to|did you do to"
        "|did we do with|did you do with|happened|happened to|happened with|happen to|happen with|was done to"
        "|was done with|went on with"
    ),
    "HISTORY": "history|change history|changes|change log|log|trail|changes to|changes of",
    "THE_RECORD": (
        "who did that|who did this|who did it|the record|audit log|audit trail|audit|the log|records|log of changes"
        "|record of changes|the records"
    ),
    "THIS_WEEK": "this week|so far this week",
    "LAST_WEEK": "last week|the week before|previous week",
    "THIS_MONTH": "this month",
    "LAST_MONTH": "last month|previous month",
}
