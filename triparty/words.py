"""What the field calls what is kept: one table for screens, commands and papers, so that they never disagree.

Keyed by the words the database keeps, so that saying one loads no table; the models' enums are such words.
Every value is a message to translate where it is shown.
"""

from triparty.i18n import mark

PARTIES = {
    "community": mark("Community"),
    "property": mark("Property"),
    "residents": mark("Residents"),
    "other": mark("Others"),
}
"""A party in one word, for narrow columns."""

PARTIES_IN_FULL = {
    "community": mark("Community"),
    "property": mark("Property management"),
    "residents": mark("Owners and residents"),
    "other": mark("Other bodies"),
}

PARTIES_IN_SENTENCES = {
    "community": mark("the community"),
    "property": mark("the property company"),
    "residents": mark("the residents"),
    "other": mark("others"),
}

STANDINGS = {
    "voting": mark("Voting member"),
    "attending": mark("Observer"),
    "recording": mark("Record keeper"),
}

BALLOT_METHODS = {
    "hands": mark("Show of hands"),
    "unanimous": mark("Unanimous"),
    "roll_call": mark("Roll call"),
    "secret": mark("Secret ballot"),
}
"""How the votes of a ballot were taken."""

CHOICES = {
    "yes": mark("in favour"),
    "no": mark("against"),
    "abstain": mark("abstained"),
    "invalid": mark("invalid"),
    "recused": mark("withdrew"),
    "silent": mark("did not vote"),
    "absent": mark("absent"),
}
"""What became of one voter."""

AMENDMENT_STATES = {
    "draft": mark("a draft"),
    "on_the_way": mark("before a meeting"),
    "put_off": mark("put off"),
    "in_force": mark("in force"),
    "turned_down": mark("turned down"),
}

FORMS = {
    "commercial": mark("Commercial company"),
    "public": mark("Public company"),
    "resettlement": mark("Resettlement"),
    "old": mark("Old estate"),
    "taken_over": mark("Taken over"),
    "village": mark("Open village"),
}
"""Who manages an estate."""

ROUTES = {
    "none": mark("To be triaged"),
    "solve_now": mark("Solve now"),
    "joint_meeting": mark("Joint meeting"),
    "owners": mark("Owners decide"),
    "department": mark("Department"),
    "refused": mark("Not accepted"),
}

SEVERITIES = {
    "ordinary": mark("Ordinary"),
    "major": mark("Major"),
    "complex": mark("Complex"),
}

CHANNELS = {
    "visit": mark("Visit"),
    "window": mark("Service desk"),
    "hotline": mark("12345 hotline"),
    "chat": mark("Chat group"),
    "grid": mark("Grid officer"),
    "patrol": mark("Patrol"),
    "property": mark("Property company"),
}

CHANNELS_IN_SENTENCES = {
    "visit": mark("heard on a visit"),
    "window": mark("brought to the service desk"),
    "hotline": mark("from the 12345 hotline"),
    "chat": mark("from the residents' chat group"),
    "grid": mark("reported by a grid officer"),
    "patrol": mark("found on patrol"),
    "property": mark("reported by the property company"),
}

ISSUE_STATUSES = {
    "reported": mark("Reported"),
    "accepted": mark("Accepted"),
    "on_agenda": mark("On the agenda"),
    "decided": mark("Decided"),
    "done": mark("Done"),
    "closed": mark("Closed"),
    "merged": mark("Merged"),
}

ISSUE_EVENTS = {
    "reported": mark("Reported"),
    "edited": mark("Entry changed"),
    "triaged": mark("Triaged: {subject}"),
    "merged": mark("Merged with {subject}"),
    "on_agenda": mark("Put on the agenda: {subject}"),
    "off_agenda": mark("Taken off the agenda: {subject}"),
    "discussed": mark("Discussed: {subject}"),
    "decided": mark("Decided: {subject}"),
    "assigned": mark("Given as action {subject}"),
    "done": mark("Done and verified: {subject}"),
    "closed": mark("Closed"),
    "reopened": mark("Reopened"),
    "waits": mark("Waits until: {subject}"),
    "returned": mark("Back in the pool: nobody has it in hand"),
}

MEETING_STATUSES = {
    "preparing": mark("Being prepared"),
    "frozen": mark("Agenda frozen"),
    "in_session": mark("In session"),
    "closed": mark("Minutes in draft"),
    "final": mark("Minutes final"),
}

KINDS = {
    "report": mark("Report"),
    "consultation": mark("Consultation"),
    "vote": mark("Vote"),
    "opinion": mark("Seeking views"),
}
"""The kinds of agenda items."""

WHYS = {
    "issue": mark("From the pool"),
    "added": mark("Put on the agenda by the secretary"),
    "decisions": mark("Written from the follow-up tracker"),
    "not_reached": mark("Not reached"),
    "put_off": mark("Put off"),
    "recurring": mark("Comes back each time"),
    "open_action": mark("Has an open action"),
}
"""Why an item is on the agenda."""

WHYS_OF = {
    "not_reached": mark("Not reached in meeting {meeting}"),
    "put_off": mark("Put off in meeting {meeting}"),
    "recurring": mark("Comes back each time, last in meeting {meeting}"),
    "open_action": mark("Meeting {meeting} left an action that is still open"),
}
"""The same with the number of the meeting it was carried over from."""

LOTS = {
    "goes_on": mark("Goes on to the next meeting"),
    "stays": mark("Stays in the pool"),
    "ends": mark("Ends with this meeting"),
}
"""What becomes of an item as its meeting closes."""

AUTHORITIES = {
    "within": mark("Decided by the three parties"),
    "commitment": mark("Undertaken by one party"),
    "owners": mark("For the owners' joint decision"),
    "department": mark("For the department in charge"),
}

ITEM_STATUSES = {
    "waiting": mark("Not yet discussed"),
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

CHANGE_VERDICTS = {
    "new": mark("can be taken"),
    "same": mark("is so already"),
    "conflict": mark("changed since"),
    "error": mark("cannot be taken"),
}
"""What becomes of a change somebody made in a paper by hand."""
ACTION_STATUSES = {
    "todo": mark("Not started"),
    "doing": mark("In progress"),
    "blocked": mark("Blocked"),
    "verifying": mark("To be verified"),
    "closed": mark("Verified and closed"),
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
    "closed": mark("Verified and closed"),
    "returned": mark("Sent back"),
    "cancelled": mark("Cancelled"),
}

PAPERS = {
    "notice": mark("Notice"),
    "agenda": mark("Agenda"),
    "sign_in": mark("Sign-in sheet"),
    "minutes": mark("Minutes"),
    "tracker": mark("Follow-up tracker"),
    "calculation": mark("Calculation sheet"),
    "record": mark("Record of the meeting"),
    "excerpt": mark("Excerpt of the minutes"),
    "sign_off": mark("Sign-off sheet"),
    "tasks": mark("Task list"),
    "ballot_slip": mark("Voting slips"),
    "order": mark("Follow-up order"),
    "visit_record": mark("Visit record"),
    "visit_form": mark("Blank visit form"),
    "publication": mark("Public notice"),
    "callback": mark("Callback record"),
    "bulletin": mark("Monthly bulletin"),
    "owners_result": mark("Result of the owners' vote"),
    "owners_slip": mark("Owners' voting slips"),
    "archive_directory": mark("Directory of filed items"),
    "handover": mark("Handover list"),
}

HITS = {
    "identity": mark("Identity number"),
    "bank_card": mark("Bank card"),
    "mobile": mark("Mobile number"),
    "landline": mark("Landline"),
    "number": mark("Long number"),
    "plate": mark("Number plate"),
    "home": mark("Home"),
    "email": mark("Mail address"),
    "account": mark("Account"),
    "name": mark("A name"),
    "office": mark("Name in office"),
}
"""What leads to a person in a text that is to be made public."""

PHASES = {
    "none": mark("Neither before nor after"),
    "before": mark("Before the change"),
    "after": mark("After the change"),
}
"""What a photo shows of a thing that was done."""

FOUND = {
    "issue": mark("Issue"),
    "visit": mark("Visit"),
    "meeting": mark("Meeting"),
    "item": mark("Item"),
    "action": mark("Action"),
    "person": mark("Person"),
    "organisation": mark("Body"),
    "estate": mark("Estate"),
    "paper": mark("Paper"),
}
"""What a search finds, in one word for a narrow column."""

COPIES = {
    "daily": mark("of the day"),
    "asked": mark("asked for"),
    "upgrade": mark("before an upgrade"),
    "restore": mark("before a restore"),
    "damaged": mark("damaged, as it was found"),
}
"""What a safety copy was made for."""
