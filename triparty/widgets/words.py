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
    Route,
    Severity,
    Standing,
    UpdateKind,
)
from triparty.documents import wording
from triparty.i18n import _, mark
from triparty.widgets.cells import Words

_ISSUE = {
    IssueStatus.REPORTED: (mark("○ Reported"), ""),
    IssueStatus.ACCEPTED: (mark("◐ Accepted"), "blue"),
    IssueStatus.ON_AGENDA: (mark("◑ On the agenda"), "blue"),
    IssueStatus.DECIDED: (mark("◕ Decided"), "blue"),
    IssueStatus.DONE: (mark("● Done"), "green"),
    IssueStatus.CLOSED: (mark("● Closed"), "grey"),
    IssueStatus.MERGED: (mark("⊕ Merged"), "grey"),
}
_ROUTES = {
    Route.NONE: (mark("To be triaged"), "amber"),
    Route.SOLVE_NOW: (mark("Solve now"), ""),
    Route.JOINT_MEETING: (mark("Joint meeting"), "blue"),
    Route.OWNERS: (mark("Owners decide"), "blue"),
    Route.DEPARTMENT: (mark("Department"), ""),
    Route.REFUSED: (mark("Not accepted"), "grey"),
}
_SEVERITIES = {
    Severity.ORDINARY: (mark("Ordinary"), ""),
    Severity.MAJOR: (mark("! Major"), "red"),
    Severity.COMPLEX: (mark("◇ Complex"), "amber"),
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
    MeetingStatus.PREPARING: (mark("○ Being prepared"), ""),
    MeetingStatus.FROZEN: (mark("◑ Agenda sent"), "blue"),
    MeetingStatus.IN_SESSION: (mark("● In session"), "amber"),
    MeetingStatus.CLOSED: (mark("◕ Minutes in draft"), "amber"),
    MeetingStatus.FINAL: (mark("● Minutes final"), "green"),
}
_CHANNELS = {
    Channel.VISIT: mark("Visit"),
    Channel.WINDOW: mark("Service desk"),
    Channel.HOTLINE: mark("12345 hotline"),
    Channel.CHAT: mark("Chat group"),
    Channel.GRID: mark("Grid officer"),
    Channel.PATROL: mark("Patrol"),
    Channel.PROPERTY: mark("Property company"),
}
_FORMS = {
    EstateForm.COMMERCIAL: mark("Commercial company"),
    EstateForm.PUBLIC: mark("Public company"),
    EstateForm.RESETTLEMENT: mark("Resettlement"),
    EstateForm.OLD: mark("Old estate"),
    EstateForm.TAKEN_OVER: mark("Taken over"),
    EstateForm.VILLAGE: mark("Open village"),
}
_PAPERS = {
    PaperKind.NOTICE: mark("Notice"),
    PaperKind.AGENDA: mark("Agenda"),
    PaperKind.SIGN_IN: mark("Sign-in sheet"),
    PaperKind.MINUTES: mark("Minutes"),
    PaperKind.TRACKER: mark("Follow-up tracker"),
}
_SHORT_PARTIES = {
    Party.COMMUNITY: mark("Community"),
    Party.PROPERTY: mark("Property"),
    Party.RESIDENTS: mark("Residents"),
    Party.OTHER: mark("Others"),
}
_EVENTS = {
    IssueEventKind.REPORTED: (mark("Reported"), "blue"),
    IssueEventKind.EDITED: (mark("Entry changed"), "grey"),
    IssueEventKind.TRIAGED: (mark("Triaged: {subject}"), "blue"),
    IssueEventKind.MERGED: (mark("Merged with {subject}"), "grey"),
    IssueEventKind.ON_AGENDA: (mark("Put on the agenda: {subject}"), "blue"),
    IssueEventKind.OFF_AGENDA: (mark("Taken off the agenda: {subject}"), "grey"),
    IssueEventKind.DISCUSSED: (mark("Discussed: {subject}"), "blue"),
    IssueEventKind.DECIDED: (mark("Decided: {subject}"), "blue"),
    IssueEventKind.ASSIGNED: (mark("Given as action {subject}"), "blue"),
    IssueEventKind.DONE: (mark("Done and verified: {subject}"), "green"),
    IssueEventKind.CLOSED: (mark("Closed"), "grey"),
    IssueEventKind.REOPENED: (mark("Reopened"), "amber"),
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
    words, tone = _ISSUE[status]
    return Words(_(words), tone)


def route(taken: Route) -> Words:
    """The way triage chose."""
    words, tone = _ROUTES[taken]
    return Words(_(words), tone)


def severity(grade: Severity) -> Words:
    """How grave an issue is."""
    words, tone = _SEVERITIES[grade]
    return Words(_(words), tone)


def action_status(status: ActionStatus) -> Words:
    """Where an action stands."""
    sign, tone = _ACTIONS[status]
    return Words(f"{sign} {_(wording.ACTION_STATUSES[status])}", tone)


def meeting_status(status: MeetingStatus) -> Words:
    """Where a meeting stands."""
    words, tone = _MEETINGS[status]
    return Words(_(words), tone)


def party(side: Party) -> str:
    """A party in one word."""
    return _(_SHORT_PARTIES[side])


def standing(how: Standing) -> str:
    """How somebody sits in the meeting."""
    return _(wording.STANDINGS[how])


def channel(way: Channel) -> str:
    """How an issue came in."""
    return _(_CHANNELS[way])


def estate_form(form: EstateForm) -> str:
    """Who manages an estate."""
    return _(_FORMS[form])


def paper_kind(kind: PaperKind) -> str:
    """A kind of paper."""
    return _(_PAPERS[kind])


def issue_event(event: IssueEvent) -> Words:
    """A step in an issue's life as a sentence."""
    sentence, tone = _EVENTS[event.kind]
    subject = event.subject
    if event.kind is IssueEventKind.TRIAGED and subject in set(Route):
        subject = route(Route(subject)).text
    told = _(sentence).format(subject=subject) if subject else _(sentence).replace("{subject}", "").rstrip(" :：")
    return Words(told, tone)


def step(kind: UpdateKind) -> Words:
    """A step of an action."""
    return Words(_(wording.STEPS[kind]), _STEP_TONES.get(kind, "blue"))
