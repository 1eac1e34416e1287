"""A task as the papers of a meeting give it: the fields of its table, and what stands in them."""

from meetings_db.models import Action
from triparty.documents.fields import Field, many, text
from triparty.documents.wording import Words
from triparty.words import PARTIES_IN_FULL

TASK = (
    text("number", "编号"),
    text("what", "事项"),
    text("party", "责任单位"),
    text("owner", "责任人"),
    text("due", "完成时限"),
    text("done_means", "完成标准"),
    text("money", "经费"),
)
"""What is said of a task, by the names a template may use."""


def task_fields(name_en: str, name_zh: str) -> Field:
    """A table of tasks."""
    return many(name_en, name_zh, *TASK)


def task_values(action: Action, words: Words) -> dict[str, str]:
    """A task as it was given: later extensions belong to the tracker."""
    return {
        "number": action.number,
        "what": words.given(action.what),
        "party": words.say(PARTIES_IN_FULL[action.party]),
        "owner": words.given(action.first_owner or action.owner),
        "due": words.day_short(action.first_due_on or action.due_on) or words.missing,
        "done_means": words.given(action.done_means),
        "money": budget(action.budget, action.funding, words),
    }


def budget(fen: int | None, funding: str, words: Words) -> str:
    """An amount with where it comes from; empty when no amount was decided."""
    if fen is None:
        return ""
    source = words.given(funding)
    return f"{words.money(fen)}（{source}）" if words.chinese else f"{words.money(fen)} ({source})"
