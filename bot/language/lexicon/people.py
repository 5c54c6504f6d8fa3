"""Words for people who come and go, and for the link to the CPaaS."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    # People who come and go
    "LEAVE": (
        "relieving date|date of relieving|"
        "put down his papers|put down her papers|put down their papers|has put down his papers|"
        "has put down her papers|"
        "no more working|no more working here|no more work here|no more working with us|has been relieved|"
        "have been relieved|been relieved|was relieved|go out of company|go out of the company|"
        "goes out of company|goes out company|go out company|is off for good|"
        ""
        "has quitted|quitted|"
        "exit|exit is|we've lost|we have lost|we lost|going back to|"
        "packing it in|packs it in|packed it in|calling it a day|calls it a day|called it a day|jumping ship"
        "|jumped ship|bowing out|bows out|hanging up his boots|hanging up her boots|hangs up his boots"
        "|off to pastures new|moving to pastures new|has found a new job|found a new job|found another job"
        "|starting elsewhere|starts elsewhere"
        "|going elsewhere|off to a competitor|going to a competitor|leaving for a competitor|joins a competitor"
        "|joining a competitor|goes to a competitor|sacked|was sacked|got sacked|been sacked|gets sacked"
        "|given the boot|given the sack|got the sack|got the boot|shown the door|getting rid of him"
        "|was terminated|been terminated|got terminated|dismissed|was dismissed|been dismissed|resigning"
        "|has tendered her resignation|has tendered his resignation|tendered his resignation"
        "|tendered her resignation|tendered resignation|tendering|tendered|put in her papers|put in his papers"
        "|put in their papers|put papers|has put papers|relieved from duty|relieved of duty|last working date"
        "|last date|lwd|separated|separates|saying goodbye to|say goodbye to|said goodbye to|waving goodbye to"
        "|bidding farewell|parting ways with|part ways with|parting company|parted company|parted ways"
        "|parted company with|parted ways with|we part with|letting go|letting go of|been let go|being let go"
        "|let go today|contract won't be renewed|contract will not be renewed|contract isn't renewed"
        "|contract is not renewed|contract not renewed|contract wasn't renewed|not being renewed"
        "|isn't staying|is not staying|won't be staying|not staying on|stops with us|stops at our company"
        "|finishes up|finishes with us|ends with us|is done here|done here|no more with us|no more here"
        "|no more in the company|no longer in the company|not in the company any more|not in company anymore"
        "|not working here anymore|not working here any more|no longer working here|no longer working with us"
        "|already quit|is out as of|out the door|on his way out|on her way out|on their way out"
        "|goes in pension|goes into pension|going into retirement|goes into retirement|enters retirement"
        "|takes early retirement|taking early retirement|taking redundancy|takes redundancy|took redundancy"
        "|left us for|heading out|quitting|is quitting|leaving our company|leaves our company|left our company"
        "|leaving the organisation|leaves the organisation|exit formalities|exit process|full and final"
        "|internship ends|internship is over|internship finishes|probation failed|failed probation|"
        "handing in his notice|handing in her notice|handing in their notice|hands in notice|hands in his notice"
        "|hands in her notice|gave notice|gave in notice|gives notice|has given notice|serving notice|working notice"
        "|last working day|final day|final working day|exits|exiting|departure|employment ends|employment finishes"
        "|employment stops|contract expires|contract runs out|contract is over|out of the company|out of the firm"
        "|goes out of the firm|going out of the firm|goes out of the company|won't be with us|will not be with us"
        "|won't be here|will not be here|not coming back|isn't coming back|off to another company"
        "|joins another company|joining another company|stepping down|steps down|resignation|termination|separation"
        "|gone for good|off for good|no longer on the team|no longer in the team|no longer on board|off the team"
        "|end of employment|stops working here|stops working for us|is finishing up|has handed in notice"
        "|handed in his notice|handed in her notice|put in his notice|put in her notice|put in notice"
        "|put in her two weeks|put in his two weeks|two weeks notice|offboarding of|is not with us any more"
        "|is not with us anymore|isn't with us any more|isn't with us anymore"
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
    "PARTY": (
        "leaving do|leaving party|leaving drinks|leaving card|leaving gift|leaving present|leaving lunch|farewell party"
        "|farewell lunch|farewell drinks|leaving speech"
    ),
    "FIRST_DAY": "first day|first working day|day one|joining date|date of joining|doj",
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
        "will be starting|is starting|are starting|will start|begins with us|starts with us|will begin|"
        "starting with us|"
        "new staff come|new staff comes|new staff coming|"
        "we engaged|we have engaged|we've engaged|has been hired|have recruited|recruited|taken on|"
        "joinee|reports for duty|new joinee|joinee"
        "|a new joinee|starter|"
        "hires|new hires|a new person is starting|a new person|must be set up|should be set up|needs to be set up|"
        "need to be set up"
        "|has to be set up|have to be set up|"
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
        "same same like|same same as|same same|same setup like|same like|exact same as|exactly as|same settings as|"
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
