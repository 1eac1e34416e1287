"""What a deed is called, and the things it changes: the history in the words of those who made it.

Keyed by the names the journal keeps: of the function that did the deed, and of tables.
"""

from triparty import owner_words, words
from triparty.field_words import FIELDS
from triparty.i18n import _, mark

DEEDS = {
    "found": mark("Founded the community"),
    "found_community": mark("Founded the community"),
    "edit_community": mark("Corrected the community"),
    "add_estate": mark("Entered an estate"),
    "add_estates": mark("Entered estates"),
    "edit_estate": mark("Corrected an estate"),
    "edit_organisation": mark("Corrected an organisation"),
    "enrol": mark("Entered somebody in a post"),
    "edit_seat": mark("Corrected somebody's post"),
    "end_post": mark("Ended a post"),
    "take_in_seats": mark("Took in a list of people"),
    "record_visit": mark("Entered a visit"),
    "record_visits": mark("Entered visits"),
    "enter_visit": mark("Entered a visit with its issues"),
    "edit_visit": mark("Corrected a visit"),
    "raise_issue": mark("Entered an issue"),
    "raise_issues": mark("Entered issues"),
    "take_in_issues": mark("Took in visit records"),
    "edit_issue": mark("Corrected an issue"),
    "triage": mark("Sent an issue on its way"),
    "triage_issues": mark("Sent several issues on their way"),
    "send": mark("Sent an issue on its way"),
    "merge_issues": mark("Merged two issues"),
    "close_issue": mark("Closed an issue"),
    "reopen_issue": mark("Reopened an issue"),
    "attach_photo": mark("Attached a photo"),
    "edit_photo": mark("Corrected what is said of a photo"),
    "remove_photo": mark("Removed a photo"),
    "wait_until": mark("Let an issue wait until a day"),
    "add_series": mark("Began a series of meetings"),
    "edit_series": mark("Changed a series of meetings"),
    "call_meeting": mark("Called a meeting"),
    "next_meeting": mark("Made the next meeting"),
    "edit_meeting": mark("Changed a meeting"),
    "invite": mark("Invited somebody"),
    "uninvite": mark("Took somebody off the list"),
    "put_on_agenda": mark("Put an issue on the agenda"),
    "put_issues": mark("Put issues on the agenda"),
    "add_item": mark("Added an agenda item"),
    "edit_item": mark("Changed an agenda item"),
    "guard_item": mark("Said who may decide an agenda item"),
    "move_item": mark("Moved an agenda item"),
    "take_off_agenda": mark("Took an item off the agenda"),
    "freeze_agenda": mark("Froze the agenda"),
    "thaw_agenda": mark("Opened the agenda for changes"),
    "open_meeting": mark("Opened the meeting"),
    "mark_presence": mark("Recorded who came or went"),
    "mark_people": mark("Recorded who came or went"),
    "take_back_presence": mark("Took back an entry of presence"),
    "choose_seat": mark("Recorded for which party somebody sits"),
    "stand_in": mark("Recorded who stands in for somebody"),
    "see_authority": mark("Saw a written authority"),
    "come_in_person": mark("Recorded that somebody came in person"),
    "recuse": mark("Recorded that somebody withdrew from an item"),
    "recuse_people": mark("Recorded that somebody withdrew from an item"),
    "rejoin": mark("Recorded that somebody takes part in an item again"),
    "rejoin_people": mark("Recorded that somebody takes part in an item again"),
    "move_entry": mark("Corrected the time of an entry of presence"),
    "remove_entry": mark("Took out a wrong entry of presence"),
    "put_entry": mark("Put in a forgotten entry of presence"),
    "go_to_item": mark("Took up an item"),
    "write_notes": mark("Wrote notes"),
    "_keep_both": mark("Wrote notes"),
    "hold_ballot": mark("Held a ballot"),
    "open_ballot": mark("Opened a ballot"),
    "begin_ballot": mark("Opened a ballot"),
    "give_votes": mark("Took down a vote"),
    "count_votes": mark("Counted votes"),
    "note_reservations": mark("Wrote down reservations"),
    "close_ballot": mark("Closed a ballot"),
    "annul_ballot": mark("Annulled a ballot"),
    "reword_conclusion": mark("Reworded a conclusion"),
    "take_over": mark("Took over what was changed by hand in a paper"),
    "settle_item": mark("Settled an item"),
    "settle": mark("Settled an item"),
    "put_off_unreached": mark("Put off what was not reached"),
    "close_meeting": mark("Closed the meeting"),
    "reopen_meeting": mark("Reopened the meeting"),
    "make_draft_again": mark("Reopened the meeting"),
    "finalise": mark("Made the minutes final"),
    "finalise_minutes": mark("Made the minutes final"),
    "assign_action": mark("Took down an action"),
    "correct_action": mark("Corrected an action"),
    "take_step": mark("Took a step with an action"),
    "take_steps": mark("Took a step with several actions"),
    "put_up_notice": mark("Noted where a public notice was put up"),
    "take_down_notice": mark("Noted that a public notice was taken down"),
    "note_signature": mark("Noted a signature"),
    "keep_original": mark("Noted where the signed original is"),
    "draft_amendment": mark("Drafted an amendment"),
    "edit_amendment": mark("Changed an amendment"),
    "withdraw_amendment": mark("Withdrew an amendment"),
    "put_amendment": mark("Put an amendment on the agenda"),
    "seal": mark("Filed what is final under its record numbers"),
    "record_paper": mark("Wrote a paper"),
    "_keep_paper": mark("Wrote a paper"),
    "record_print": mark("Printed a paper to PDF"),
    "_keep_print": mark("Printed a paper to PDF"),
    "enter_unit": mark("Entered a unit"),
    "save_unit": mark("Corrected a unit or who owns it"),
    "name_voter": mark("Named who votes for a unit"),
    "merge_owners": mark("Counted two entries as one owner"),
    "keep_apart": mark("Found two entries to be two owners"),
    "split_owner": mark("Counted an owner apart again"),
    "take_in_units": mark("Took in a roll of owners"),
    "open_vote": mark("Opened an owners' vote"),
    "enter_slip": mark("Entered an owner's slip"),
    "take_out_slip": mark("Took an owner's slip out"),
    "note_delivery": mark("Noted how ballots were delivered"),
    "take_in_votes": mark("Took in the result of the official e-vote"),
    "close_vote": mark("Closed an owners' vote"),
    "annul_vote": mark("Annulled an owners' vote"),
    "undo": mark("Took a deed back"),
}

PAPER_DEEDS = ("record_paper", "_keep_paper", "record_print", "_keep_print")
"""Deeds that change nothing but the list of what was written."""

THINGS = {
    "community": mark("Community"),
    "estate": mark("Estate"),
    "organisation": mark("Organisation"),
    "person": mark("Person"),
    "post": mark("Post"),
    "visit": mark("Visit"),
    "issue": mark("Issue"),
    "issueevent": mark("Step of an issue"),
    "meeting": mark("Meeting"),
    "meetingseries": mark("Series of meetings"),
    "participant": mark("Invited"),
    "agendaitem": mark("Agenda item"),
    "itemspan": mark("Item on the table"),
    "presenceevent": mark("Presence"),
    "substitute": mark("Substitute"),
    "recusal": mark("Withdrawal"),
    "seatchoice": mark("Seat taken"),
    "ballot": mark("Ballot"),
    "ballotcount": mark("Votes"),
    "vote": mark("Vote"),
    "action": mark("Action"),
    "actionupdate": mark("Step of an action"),
    "paper": mark("Paper"),
    "finalminutes": mark("Final minutes"),
    "photo": mark("Photo"),
    "unit": mark("Unit of the roll"),
    "owner": mark("Owner in the roll"),
    "ownership": mark("Ownership"),
    "ownersapart": mark("Two owners of one name"),
    "ownersvote": mark("Owners' vote"),
    "elector": mark("Elector"),
    "electorunit": mark("Unit of an elector"),
    "archiveitem": mark("Filed item"),
    "posting": mark("Notice put up"),
    "signature": mark("Signature"),
    "original": mark("Signed original"),
    "amendment": mark("Amendment"),
    "counter": mark("Numbering"),
}
"""The tables by what a row of each is."""

NAMES = {
    "community": ("name",),
    "estate": ("name",),
    "organisation": ("name",),
    "person": ("name",),
    "post": ("person_id", "title"),
    "visit": ("number",),
    "issue": ("number", "title"),
    "issueevent": ("issue_id",),
    "meeting": ("ordinal", "title"),
    "meetingseries": ("name",),
    "participant": ("name",),
    "agendaitem": ("title",),
    "itemspan": ("item_id",),
    "presenceevent": ("participant_id",),
    "substitute": ("name",),
    "recusal": ("participant_id", "item_id"),
    "seatchoice": ("participant_id",),
    "ballot": ("motion",),
    "ballotcount": ("group",),
    "vote": ("name",),
    "action": ("number", "what"),
    "actionupdate": ("action_id",),
    "paper": ("kind", "meeting_id"),
    "finalminutes": ("meeting_id", "language"),
    "photo": ("caption", "file_name"),
    "unit": ("building", "entrance", "room"),
    "owner": ("name",),
    "ownership": ("unit_id", "owner_id"),
    "ownersapart": ("first_id", "second_id"),
    "ownersvote": ("motion",),
    "elector": ("name", "rooms"),
    "electorunit": ("room",),
    "archiveitem": ("number", "title"),
    "posting": ("place", "paper_id"),
    "signature": ("party", "meeting_id"),
    "original": ("meeting_id",),
    "amendment": ("meeting_id", "reason"),
    "counter": ("series", "year"),
}
"""The columns that name a row of each table; an id stands for the name of the row it refers to."""

UNSAID = frozenset(
    (
        "id",
        "version",
        "community_id",
        "key",
        "source_key",
        "proxy_key",
        "source_digest",
        "snapshot",
        "sha256",
        "photo_sha256",
        "result",
        "rule_snapshot",
        "quorum",
        "first_owner",
        "first_due_on",
        "final",
        "width",
        "height",
        "added_at",
        "made_at",
        "post_id",
        "participant_id",
        "ballot_id",
        "before",
        "after",
        "actor",
    )
)
"""Columns that tell people nothing, or nothing that another does not tell."""

FOLLOWING = frozenset(("issueevent", "actionupdate", "counter"))
"""Tables whose rows only follow from what a deed changes elsewhere."""

_ENUMS = {
    "Party": words.PARTIES_IN_FULL,
    "Standing": words.STANDINGS,
    "EstateForm": words.FORMS,
    "Route": words.ROUTES,
    "Severity": words.SEVERITIES,
    "Channel": words.CHANNELS,
    "IssueStatus": words.ISSUE_STATUSES,
    "IssueEventKind": words.ISSUE_EVENTS,
    "MeetingStatus": words.MEETING_STATUSES,
    "ItemKind": words.KINDS,
    "Why": words.WHYS,
    "Authority": words.AUTHORITIES,
    "ItemStatus": words.ITEM_STATUSES,
    "PresenceKind": words.PRESENCES,
    "ActionStatus": words.ACTION_STATUSES,
    "UpdateKind": words.STEPS,
    "PaperKind": words.PAPERS,
    "PhotoPhase": words.PHASES,
    "BallotMethod": words.BALLOT_METHODS,
    "Choice": words.CHOICES,
    "AreaSource": owner_words.AREA_SOURCES,
    "UnitState": owner_words.UNIT_STATES,
    "UnitUse": owner_words.UNIT_USES,
    "OwnerKind": owner_words.OWNER_KINDS,
    "LegalItem": owner_words.LEGAL_ITEMS,
    "SecondSlip": owner_words.SECOND_SLIPS,
    "Answer": owner_words.ANSWERS,
    "Flaw": owner_words.FLAWS,
    "Delivery": owner_words.DELIVERIES,
}
"""The words of each enum, by its name."""

_GROUPS = words.PARTIES


def deed_called(deed: str, of: str | None = None, first: str | None = None) -> str:
    """What was done; `of` is the deed that was taken back by it, `first` what that one in turn had taken back."""
    if first is not None:
        return _("Done again: {deed}").format(deed=deed_called(first))
    if of is not None:
        return _("Taken back: {deed}").format(deed=deed_called(of))
    return _(DEEDS[deed]) if deed in DEEDS else deed


def thing_called(kind: str) -> str:
    """What a row of a table is."""
    return _(THINGS[kind]) if kind in THINGS else kind


def field_called(name: str) -> str:
    """What a column is called."""
    return _(FIELDS[name]) if name in FIELDS else name


def enum_said(enum: str, word: str) -> str:
    """A word of an enum, by the name of the enum."""
    said = _(_ENUMS[enum][word]) if word in _ENUMS.get(enum, {}) else word
    return said.replace("{subject}", "").rstrip(" :：")


def group_said(group: str) -> str:
    """A group of voters: a party by its word, any other by its name."""
    return _(_GROUPS[group]) if group in _GROUPS else group
