"""People who come and go, and the link to the CPaaS."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    # People who come and go
    "LEAVE": (
        "is not with us any more|is not with us anymore|isn't with us any more|isn't with us anymore"
        "|not with us any more|no longer employed|won't be working here|will not be working here"
        "|transferred to another company|moved to another company|goes to another company|changes company"
        "|losing|terminate|contract ends|contract is up|contract finishes|retire|retires from|is leaving us"
        "|offboarded|no longer works here|no longer with us|no longer works for us|no longer works"
        "|doesn't work here|doesn't work here any more|does not work here|moved on|finishing|finishes|finishing up"
        "|leaving the business|leaves the business|has been made redundant|got fired|moving on|was let go"
        "|being made redundant|be offboarded|finished up|gone|walked out|leaving the firm|has moved on"
        "|finished with us|left the business|left the organisation|be leaving|leaving|leaves|leave|has left"
        "|left the company|left us|left the firm|quit|quits|resigned|resigns|is leaving|offboard|off-board|last day"
        "|let go|been let go|is retiring|retires|retired|was fired|been fired|is gone|goes|is going|departs"
        "|is departing|off-boarding|has quit|has resigned|is going to leave|will leave|terminates|terminated"
        "|parts ways|going away for good|left|leaver|retiring|departing|fired|going to leave|leaving us|leaves us"
        "|leaving the company|leaves the company|offboarding|laid off|made redundant|handed in notice"
    ),
    "COVER": (
        "picks up for|pick up for|answers for|takes calls for|take calls for|stands in for|fills in for"
        "|covers|cover|covering|will cover|takes over|will take over|covers for|covering for"
    ),
    "JOINER": (
        "joiner|a joiner|newbie|recruit|new recruit|someone new|somebody new|new employee|new starter|new hire"
        "|new joiner|new colleague|new user|new person|newcomer|new member|new team member|new staff|add user"
        "|add new user|onboarding|onboard|on-board|hire|hired|hiring|joins|joining|someone joins|somebody joins"
    ),
    "JOIN": (
        "will be with us|is with us|will join us|joiner|newbie|recruit|new recruit|someone new|somebody new"
        "|will be in|will be joining|is coming on board|coming on board|gets started|be onboarded|be set up"
        "|to be set up|setting up|takes up work|sign on|just started|just joined|get set up|got a new|welcome|joins"
        "|joining|join|is joining|onboard|on-board|new|new employee|new starter|new hire|new joiner|new colleague"
        "|starts|starting|is starting|begins|set up|set|new user|joins us|joining us|hire|hired|hiring|start"
        "|onboarding|new person|newcomer|new member|new team member|arrives|arriving|has joined|joined|is new"
        "|new staff|begins work|starts work|new in|comes on board|add user|add new user"
    ),
    "ONBOARD": "onboard|on-board|take on|bring in|roll out",
    "LIKE": (
        "with the settings|with the same settings as|with the same settings|with the same setup as|same setup as"
        "|the same setup as|mirror|mirroring|copying|the way|identical to|identically to|matching|the same way as"
        "|same way as|modeled after|just as|same deal as|as per|along the lines of|with everything|same stuff as"
        "|like|same as|the same as|just like|copy of|based on|similar to|modelled on|modeled on|as a copy of"
        "|cloned from|exactly like"
    ),
    "SALES": (
        "it department|it team|the it team|it dept|sales|marketing|support|finance|hr|engineering|legal|operations"
        "|reception|accounting|purchasing|helpdesk|team sales|logistics|warehouse|customer service|procurement"
        "|research"
    ),
    # The link
    "CONNECT": "hook us up|be linked|be connected|link up|connect|link|hook up|pair with|set up the link",
    "DISCONNECT": "disconnect|unlink",
}
