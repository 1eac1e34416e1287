"""The words of the command line: which ones a person may type, and how each is said in the language spoken now.

They are the words of the models' enums, repeated so that the parser need not load the models; a test holds them
together.
"""

from collections.abc import Mapping
from typing import Literal

from triparty.i18n import _, mark

PartyWord = Literal["community", "property", "residents", "other"]
StandingWord = Literal["voting", "attending", "recording"]
FormWord = Literal["commercial", "public", "resettlement", "old", "taken_over", "village"]
RouteWord = Literal["solve_now", "joint_meeting", "owners", "department", "refused"]
AnyRouteWord = Literal["none", "solve_now", "joint_meeting", "owners", "department", "refused"]
SeverityWord = Literal["ordinary", "major", "complex"]
ChannelWord = Literal["visit", "window", "hotline", "chat", "grid", "patrol", "property"]
KindWord = Literal["report", "consultation", "vote", "opinion"]
AuthorityWord = Literal["within", "commitment", "owners", "department"]
OutcomeWord = Literal["agreed", "not_agreed", "noted", "deferred"]
StepWord = Literal[
    "started", "progress", "blocked", "extended", "passed_on", "submitted", "closed", "returned", "cancelled"
]
LanguageWord = Literal["zh_CN", "en"]
PaperWord = Literal["notice", "agenda", "sign_in", "minutes", "tracker"]
FileWord = Literal["visits", "people"]

PARTIES = {
    "community": mark("Community"),
    "property": mark("Property management"),
    "residents": mark("Owners and residents"),
    "other": mark("Other bodies"),
}
STANDINGS = {
    "voting": mark("with a vote"),
    "attending": mark("attending"),
    "recording": mark("keeps the record"),
}
FORMS = {
    "commercial": mark("commercial company"),
    "public": mark("public company"),
    "resettlement": mark("resettlement"),
    "old": mark("old estate"),
    "taken_over": mark("taken over"),
    "village": mark("open village"),
}
ROUTES = {
    "none": mark("not triaged"),
    "solve_now": mark("solve now"),
    "joint_meeting": mark("joint meeting"),
    "owners": mark("owners decide"),
    "department": mark("department"),
    "refused": mark("not accepted"),
}
SEVERITIES = {
    "ordinary": mark("ordinary"),
    "major": mark("major"),
    "complex": mark("complex"),
}
ISSUE_STATUSES = {
    "reported": mark("reported"),
    "accepted": mark("accepted"),
    "on_agenda": mark("on an agenda"),
    "decided": mark("decided"),
    "done": mark("done"),
    "closed": mark("closed"),
    "merged": mark("merged"),
}
EVENTS = {
    "reported": mark("reported"),
    "edited": mark("edited"),
    "triaged": mark("triaged"),
    "merged": mark("merged"),
    "on_agenda": mark("put on an agenda"),
    "off_agenda": mark("taken off the agenda"),
    "discussed": mark("discussed"),
    "decided": mark("decided"),
    "assigned": mark("action assigned"),
    "done": mark("action done"),
    "closed": mark("closed"),
    "reopened": mark("reopened"),
}
MEETING_STATUSES = {
    "preparing": mark("being prepared"),
    "frozen": mark("agenda frozen"),
    "in_session": mark("in session"),
    "closed": mark("closed"),
    "final": mark("minutes final"),
}
KINDS = {
    "report": mark("Report"),
    "consultation": mark("Consultation"),
    "vote": mark("Vote"),
    "opinion": mark("Seeking views"),
}
AUTHORITIES = {
    "within": mark("three parties"),
    "commitment": mark("one party"),
    "owners": mark("owners together"),
    "department": mark("department"),
}
ITEM_STATUSES = {
    "waiting": mark("Not reached"),
    "open": mark("Under discussion"),
    "agreed": mark("Agreed"),
    "not_agreed": mark("Not agreed"),
    "noted": mark("Noted"),
    "deferred": mark("Put off"),
}
PRESENCES = {
    "arrive": mark("here"),
    "leave": mark("left"),
    "excuse": mark("excused"),
    "absent": mark("absent"),
}
ACTION_STATUSES = {
    "todo": mark("Not started"),
    "doing": mark("In progress"),
    "blocked": mark("Blocked"),
    "verifying": mark("To be verified"),
    "closed": mark("Closed"),
    "cancelled": mark("Cancelled"),
}
STEPS = {
    "assigned": mark("Assigned"),
    "progress": mark("Progress"),
    "started": mark("Started"),
    "blocked": mark("Blocked"),
    "extended": mark("Extended"),
    "passed_on": mark("Passed on"),
    "submitted": mark("Reported done"),
    "closed": mark("Closed"),
    "returned": mark("Sent back"),
    "cancelled": mark("Cancelled"),
}
VERDICTS = {
    "new": mark("new"),
    "same": mark("same"),
    "conflict": mark("conflict"),
    "error": mark("error"),
}
PAPERS = {
    "notice": mark("Notice"),
    "agenda": mark("Agenda"),
    "sign_in": mark("Sign-in sheet"),
    "minutes": mark("Minutes"),
    "tracker": mark("Tracker"),
}


def said(words: Mapping[str, str], word: str) -> str:
    """A word of one of the tables above, in the language spoken now."""
    return _(words[word])
