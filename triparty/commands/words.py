"""The words a person may type on the command line.

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
FoundWord = Literal["issue", "visit", "meeting", "item", "action", "person", "organisation", "estate", "paper"]
LanguageWord = Literal["zh_CN", "en"]
PaperWord = Literal[
    "notice",
    "agenda",
    "sign_in",
    "minutes",
    "tracker",
    "calculation",
    "record",
    "excerpt",
    "sign_off",
    "tasks",
    "ballot_slip",
    "order",
    "visit_record",
    "visit_form",
    "publication",
    "callback",
    "bulletin",
    "owners_result",
    "owners_slip",
    "archive_directory",
    "handover",
]
FileWord = Literal["visits", "people", "owners", "minutes", "tracker"]
SourceWord = Literal["register", "survey", "contract", "unstated"]
StateWord = Literal["delivered", "undelivered", "unsold"]
UseWord = Literal["dwelling", "business", "parking", "other"]
OwnerWord = Literal["person", "company", "developer"]
LegalWord = Literal["278-1", "278-2", "278-3", "278-4", "278-5", "278-6", "278-7", "278-8", "278-9", "279"]
AnswerWord = Literal["yes", "no", "abstain", "invalid"]
FlawWord = Literal["none", "unsigned", "unclear", "twice", "late"]
DeliveryWord = Literal["none", "in_hand", "box", "post", "electronic"]
SecondWord = Literal["replaces", "voids"]
PhaseWord = Literal["none", "before", "after"]
ThingWord = Literal["visit", "issue", "action"]

VERDICTS = {
    "new": mark("new"),
    "same": mark("same"),
    "conflict": mark("conflict"),
    "error": mark("error"),
}


def said(words: Mapping[str, str], word: str) -> str:
    """A word of one of the tables above, in the language spoken now."""
    return _(words[word])
