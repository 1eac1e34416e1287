"""The field's words for what is kept, each with its mark and colour: never colour alone."""

from meetings_db.models import (
    ActionStatus,
    Channel,
    EstateForm,
    IssueEvent,
    IssueEventKind,
    IssueStatus,
    MeetingStatus,
    PaperKind,
    Party,
    PhotoPhase,
    Route,
    Severity,
    Standing,
    UpdateKind,
)
from triparty import words
from triparty.i18n import _
from triparty.widgets.cells import Words

_ISSUE = {
    IssueStatus.REPORTED: ("○", ""),
    IssueStatus.ACCEPTED: ("◐", "blue"),
    IssueStatus.ON_AGENDA: ("◑", "blue"),
    IssueStatus.DECIDED: ("◕", "blue"),
    IssueStatus.DONE: ("●", "green"),
    IssueStatus.CLOSED: ("●", "grey"),
    IssueStatus.MERGED: ("⊕", "grey"),
}
_ROUTE_TONES = {
    Route.NONE: "amber",
    Route.JOINT_MEETING: "blue",
    Route.OWNERS: "blue",
    Route.REFUSED: "grey",
}
_SEVERITIES = {
    Severity.ORDINARY: ("", ""),
    Severity.MAJOR: ("!", "red"),
    Severity.COMPLEX: ("◇", "amber"),
}
_ACTIONS = {
    ActionStatus.TODO: ("○", ""),
    ActionStatus.DOING: ("◐", "blue"),
    ActionStatus.BLOCKED: ("!", "amber"),
    ActionStatus.VERIFYING: ("◕", "blue"),
    ActionStatus.CLOSED: ("●", "green"),
    ActionStatus.CANCELLED: ("–", "grey"),
}
_MEETINGS = {
    MeetingStatus.PREPARING: ("○", ""),
    MeetingStatus.FROZEN: ("◑", "blue"),
    MeetingStatus.IN_SESSION: ("●", "amber"),
    MeetingStatus.CLOSED: ("◕", "amber"),
    MeetingStatus.FINAL: ("●", "green"),
}
_EVENT_TONES = {
    IssueEventKind.EDITED: "grey",
    IssueEventKind.MERGED: "grey",
    IssueEventKind.OFF_AGENDA: "grey",
    IssueEventKind.DONE: "green",
    IssueEventKind.CLOSED: "grey",
    IssueEventKind.REOPENED: "amber",
}
_STEP_TONES = {
    UpdateKind.CLOSED: "green",
    UpdateKind.BLOCKED: "amber",
    UpdateKind.EXTENDED: "amber",
    UpdateKind.RETURNED: "amber",
    UpdateKind.CANCELLED: "grey",
}


def issue_status(status: IssueStatus) -> Words:
    """Where an issue stands."""
    return _marked(_ISSUE[status], words.ISSUE_STATUSES[status])


def route(taken: Route) -> Words:
    """The way triage chose."""
    return Words(_(words.ROUTES[taken]), _ROUTE_TONES.get(taken, ""))


def severity(grade: Severity) -> Words:
    """How grave an issue is."""
    return _marked(_SEVERITIES[grade], words.SEVERITIES[grade])


def action_status(status: ActionStatus) -> Words:
    """Where an action stands."""
    return _marked(_ACTIONS[status], words.ACTION_STATUSES[status])


def meeting_status(status: MeetingStatus) -> Words:
    """Where a meeting stands."""
    return _marked(_MEETINGS[status], words.MEETING_STATUSES[status])


def _marked(look: tuple[str, str], word: str) -> Words:
    """A word behind its mark, in its tone."""
    sign, tone = look
    return Words(f"{sign} {_(word)}".lstrip(), tone)


def party(side: Party) -> str:
    """A party in one word."""
    return _(words.PARTIES[side])


def standing(how: Standing) -> str:
    """How somebody sits in the meeting."""
    return _(words.STANDINGS[how])


def channel(way: Channel) -> str:
    """How an issue came in."""
    return _(words.CHANNELS[way])


def estate_form(form: EstateForm) -> str:
    """Who manages an estate."""
    return _(words.FORMS[form])


def paper_kind(kind: PaperKind) -> str:
    """A kind of paper."""
    return _(words.PAPERS[kind])


def issue_event(event: IssueEvent) -> Words:
    """A step in an issue's life as a sentence."""
    sentence, tone = words.ISSUE_EVENTS[event.kind], _EVENT_TONES.get(event.kind, "blue")
    subject = event.subject
    if event.kind is IssueEventKind.TRIAGED and subject in set(Route):
        subject = route(Route(subject)).text
    told = _(sentence).format(subject=subject) if subject else _(sentence).replace("{subject}", "").rstrip(" :：")
    return Words(told, tone)


def step(kind: UpdateKind) -> Words:
    """A step of an action."""
    return Words(_(words.STEPS[kind]), _STEP_TONES.get(kind, "blue"))


def photo_phase(phase: PhotoPhase) -> str:
    """What a photo shows of a thing that was done."""
    return _(words.PHASES[phase])
