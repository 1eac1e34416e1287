"""The question who may decide an item, asked before the meeting and in it."""

from textual.app import App

from meetings_db.models import AgendaItem, Authority
from triparty.i18n import _, language
from triparty.rules.authority_presets import matters
from triparty.widgets.dialogs import Menu, Offer
from triparty.words import AUTHORITIES

_KEYS = {Authority.WITHIN: "w", Authority.COMMITMENT: "c", Authority.OWNERS: "o", Authority.DEPARTMENT: "d"}


async def ask_guard(app: App[object], item: AgendaItem) -> tuple[Authority, str] | None:
    """Who may decide, and on what ground of law, the key of a matter or nothing; None where the question was left.

    Call it from a worker.
    """
    known, spoken = matters(), language()
    offers = [Offer(each, _(AUTHORITIES[each]), key=_KEYS[each]) for each in Authority]
    offers += [
        Offer(f":{matter.key}", matter.title_in(spoken), matter.key, str(place) if place < 10 else "")
        for place, matter in enumerate(known.values(), 1)
    ]
    title = _("Who may decide item {number}?").format(number=item.position)
    now = f":{item.legal_basis}" if item.legal_basis in known else item.authority
    chosen = await app.push_screen_wait(Menu(title, offers, now))
    if chosen is None:
        return None
    matter = known.get(chosen.removeprefix(":")) if chosen.startswith(":") else None
    return (matter.authority, matter.key) if matter else (Authority(chosen), "")
