"""The keys of an issue: the five ways it may go, one key each, and its paper."""

from textual.binding import Binding

from triparty.i18n import _

TRIAGE = (
    Binding(
        "x",
        "triage('solve_now')",
        _("Solve now"),
        show=False,
        id="issues.solve",
        tooltip=_("Send it to be solved at once"),
    ),
    Binding(
        "m",
        "triage('joint_meeting')",
        _("To a meeting"),
        show=False,
        id="issues.meeting",
        tooltip=_("Let the joint meeting decide"),
    ),
    Binding(
        "o",
        "triage('owners')",
        _("Owners"),
        show=False,
        id="issues.owners",
        tooltip=_("Only the owners together may decide"),
    ),
    Binding(
        "d",
        "triage('department')",
        _("Department"),
        show=False,
        id="issues.department",
        tooltip=_("Hand it to another department, saying which"),
    ),
    Binding(
        "z",
        "triage('refused')",
        _("Not accepted"),
        show=False,
        id="issues.refuse",
        tooltip=_("Not accepted, with the reason the reporter is told"),
    ),
)
CALLBACK = Binding(
    "p",
    "paper",
    _("Callback"),
    show=False,
    id="issues.paper",
    tooltip=_("Write its callback record: what came of it, and what its reporter is asked"),
)
