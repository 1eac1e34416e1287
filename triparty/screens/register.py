"""Register: people in their posts by party, estates, and organisations."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from textual import work
from textual.binding import Binding, BindingType

from meetings_db.models import (
    Community,
    CommunityBase,
    Estate,
    EstateBase,
    Organisation,
    OrganisationBase,
    Party,
    Person,
    PersonBase,
    Post,
    PostBase,
)
from meetings_db.queries.directory import Seat
from meetings_db.queries.paging import Listing, place_of
from meetings_db.queries.register import EstateLine, SeatLine, estate_list, organisation_list, seat_list, seats_of
from meetings_db.queries.register import seat as seat_held
from triparty.i18n import _
from triparty.intake.imports import Kind
from triparty.screens import typed
from triparty.screens.community_form import community_fields
from triparty.screens.import_file import ask_for_import
from triparty.screens.list_station import Sort
from triparty.screens.owners_door import OwnersDoor
from triparty.screens.register_form import estate_fields, organisation_fields, seat_fields
from triparty.screens.undoing import Thing
from triparty.services.directory import (
    add_estates,
    edit_community,
    edit_estate,
    edit_organisation,
    edit_seat,
    end_post,
    enrol,
)
from triparty.services.kept import find
from triparty.widgets import words
from triparty.widgets.dialogs import Offer
from triparty.widgets.form import Field, FieldError
from triparty.widgets.frame import refusable
from triparty.widgets.row_list import Column, Row
from triparty.widgets.timeline import facts

_VIEWS = ("people", "estates", "organisations")


class RegisterScreen(OwnersDoor):
    """Three lists in one place; `v` turns from one to the next."""

    STATION = "register"
    FIVE: ClassVar[tuple[str, ...]] = (
        "register.new",
        "register.edit",
        "register.view",
        "register.import",
        "register.end",
    )
    COLUMNS = (
        Column(_("Party"), 10),
        Column(_("Name"), 8, share=2),
        Column(_("Organisation"), 10, share=3, from_width=40),
        Column(_("Post"), 8, share=2, from_width=56),
        Column(_("In meetings"), 13, from_width=70),
    )
    SORTS = (
        Sort("party", _("By party"), 0, False, "p"),
        Sort("name", _("By name"), 1, False, "n"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "n", "new", _("New"), show=False, id="register.new", tooltip=_("Enter a person with a post, or an estate")
        ),
        Binding("e", "edit", _("Edit"), show=False, id="register.edit", tooltip=_("Change what stands here")),
        Binding(
            "v", "view", _("Next list"), show=False, id="register.view", tooltip=_("People, estates, organisations")
        ),
        Binding(
            "f",
            "filter",
            _("Filter"),
            show=False,
            id="register.filter",
            tooltip=_("People of one party, or those in office today"),
        ),
        Binding(
            "i", "import", _("Import file"), show=False, id="register.import", tooltip=_("Take in a table of people")
        ),
        Binding(
            "t", "end", _("End post"), show=False, id="register.end", tooltip=_("The last day somebody holds the post")
        ),
        Binding(
            "c",
            "community",
            _("Community"),
            show=False,
            id="register.community",
            tooltip=_("Correct the community's name, office, street or paper mark"),
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = "people"
        self.party: Party | None = None
        self.in_office = False

    def teaching(self) -> str:
        """Who belongs here."""
        return _(
            "Here stand the people of the three parties with their posts; v turns to the estates and organisations. "
            "Press n to enter the first, or i to take in the table of names you have."
        )

    def listing(self) -> Listing[Any]:
        """The list that is turned to."""
        return self._listing_of(self.view)

    def _listing_of(self, view: str) -> Listing[Any]:
        """One of the three lists; the filter is the people's."""
        community = self.desk.community_id
        if view == "people":
            day = self.today if self.in_office else None
            return seat_list(community, self.sort, party=self.party, on=day)
        return estate_list(community) if view == "estates" else organisation_list(community)

    async def load(self) -> None:
        """The list that is turned to, or that has the row which was asked for."""
        if self.wanted is not None:
            for view in _VIEWS:
                if await self.read(place_of, self._listing_of(view), self.wanted) is not None:
                    self.view = view
        await super().load()
        counts = [sum(await self.read(self._tally.counts, self._listing_of(view))) for view in _VIEWS]
        titles = (_("People"), _("Estates"), _("Organisations"))
        said = [
            f"{'●' if view == self.view else '○'} {title} {count:,}"
            for view, title, count in zip(_VIEWS, titles, counts, strict=True)
        ]
        shown = (words.party(self.party) if self.party else "", _("in office") if self.in_office else "")
        self.about("   ".join(said), *(shown if self.view == "people" else ()))
        self.tell_keys()

    def widen(self) -> bool:
        """Who was asked for may be of another party, or hold the post no longer."""
        hidden = self.party is not None or self.in_office
        self.party, self.in_office = None, False
        return hidden

    def row_of(self, line: Any) -> Row:
        """A line of the list that is turned to."""
        if isinstance(line, SeatLine):
            return self._seat_row(line)
        if isinstance(line, EstateLine):
            return Row(line.id, ("", line.name, words.estate_form(line.form), "", ""))
        return Row(line.id, (words.party(line.party), line.name, "", "", ""))

    def _seat_row(self, line: SeatLine) -> Row:
        """Somebody in a post; grey when the post has ended."""
        ended = line.ends_on is not None and line.ends_on < self.today
        how = _("ended {day}").format(day=line.ends_on) if ended else words.standing(line.standing)
        cells = (words.party(line.party), line.name, line.organisation, line.title, how)
        return Row(line.id, cells, "grey" if ended else "")

    def thing(self) -> Thing | None:
        """The person, the estate or the organisation under the cursor."""
        line = self.rows.line
        if isinstance(line, SeatLine):
            return "person", line.person_id
        return None if line is None else ("estate" if isinstance(line, EstateLine) else "organisation", line.id)

    async def show_life(self, key: Hashable | None) -> None:
        """What is known of the row."""
        line = self.rows.line
        if isinstance(line, SeatLine):
            seats = await self.read(seats_of, line.person_id)
            self._show_seat(next(each for each in seats if each.post.id == line.id), seats)
        elif isinstance(line, EstateLine):
            self.life.show(line.name, [("", facts([(_("Managed as"), words.estate_form(line.form))]))])
        else:
            self.life.show("", ())

    def _show_seat(self, seat: Seat, seats: Sequence[Seat]) -> None:
        """A person with this and the other posts."""
        post, person = seat.post, seat.person
        others = [each for each in seats if each.post.id != post.id]
        known = facts(
            [
                (_("Party"), words.party(post.party)),
                (_("Organisation"), seat.organisation.name),
                (_("Post"), post.title),
                (_("In meetings"), words.standing(post.standing)),
                (_("Phone"), post.phone),
                (_("From"), str(post.starts_on or "")),
                (_("Until"), str(post.ends_on or "")),
                (_("Note"), person.note),
            ]
        )
        more = facts([(words.party(each.post.party), f"{each.organisation.name} {each.post.title}") for each in others])
        self.life.show(person.name, [("", known), (_("Other posts"), more)])

    def why_not(self, action: str) -> str | None:
        """What the list that is turned to cannot do."""
        if action == "new" and self.view == "organisations":
            return _("An organisation is entered with its first person: press v for the people, then n.")
        if action == "end" and self.view != "people":
            return _("Only a post can end: press v for the people.")
        if action in ("edit", "end") and self.rows.key is None:
            return _("There is nobody here yet. Press n to enter the first.")
        if action == "filter" and self.view != "people":
            return _("This list is shown whole.")
        if action == "sort" and self.view != "people":
            return _("This list is by name.")
        return super().why_not(action)

    def action_view(self) -> None:
        """Turn to the next list."""
        self.view = _VIEWS[(_VIEWS.index(self.view) + 1) % len(_VIEWS)]
        self.rows.cursor = 0
        self.reload()

    @refusable
    @work
    async def action_filter(self) -> None:
        """Everybody, those who hold their post today, or those of one party."""
        parties = [Offer(side.value, words.party(side)) for side in Party]
        offers = [Offer("", _("Everybody"), key="a"), Offer("now", _("In office today"), key="o"), *parties]
        chosen = await self.choose(_("Show"), offers, self.party or ("now" if self.in_office else ""))
        if chosen is not None:
            self.in_office = chosen == "now"
            self.party = Party(chosen) if chosen and not self.in_office else None
            self.reload()

    @refusable
    @work
    async def action_new(self) -> None:
        """Enter a person or an estate."""
        saved = await (self._person(None) if self.view == "people" else self._estate(None))
        if saved is not None:
            self.wanted = saved.id
            self.reload()

    @refusable
    @work
    async def action_edit(self) -> None:
        """Change a post, an estate or an organisation."""
        line = self.rows.line
        if isinstance(line, SeatLine):
            saved: Post | Estate | Organisation | None = await self._person(await self.read(seat_held, line.id))
        elif isinstance(line, EstateLine):
            saved = await self._estate(await self.read(find, Estate, line.id))
        else:
            saved = await self._organisation(await self.read(find, Organisation, line.id))
        if saved is not None:
            self.reload()

    async def _person(self, seat: Seat | None) -> Post | None:
        """The form of somebody in a post."""

        async def save(values: dict[str, Any]) -> Post:
            """Check and keep what was typed."""
            person = PersonBase.model_validate({"name": values["name"], "note": values["note"]})
            if not values["organisation"].strip():
                raise FieldError("organisation", _("Please fill this in."))
            body = OrganisationBase.model_validate({"name": values["organisation"], "party": values["party"]})
            post = PostBase.model_validate(
                {
                    **{name: values[name] for name in ("title", "party", "standing", "phone")},
                    "starts_on": typed.optional_day("starts_on", values["starts_on"], self.today),
                    "ends_on": seat.post.ends_on if seat else None,
                }
            )
            if seat:
                return await self.db.run_async(
                    edit_seat,
                    seat.post.id,
                    seat.post.version,
                    person,
                    body,
                    post,
                    person_version=seat.person.version,
                )
            return await self.db.run_async(enrol, self.desk.community_id, person, body, post)

        async def against(_theirs: Post | Person) -> list[Field]:
            """Save over what somebody else wrote of the post or of its holder, now that it is shown."""
            nonlocal seat
            if seat is not None:
                seat = await self.read(seat_held, seat.post.id)
            return seat_fields(seat)

        title = seat.person.name if seat else _("New person")
        return await self.fill(title, seat_fields(seat), save, _("Saved."), against)

    async def _estate(self, old: Estate | None) -> Estate | None:
        """The form of an estate."""

        async def save(values: dict[str, Any]) -> Estate:
            """Check and keep what was typed."""
            if old:
                entry = EstateBase.model_validate(values)
                return await self.db.run_async(edit_estate, old.id, old.version, entry)
            names = typed.names(values["name"]) or [""]  # an empty one is refused as any other
            entries = [EstateBase.model_validate({**values, "name": name}) for name in names]
            return (await self.db.run_async(add_estates, self.desk.community_id, entries))[0]

        async def against(theirs: Estate) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            old = theirs
            return estate_fields(theirs)

        return await self.fill(old.name if old else _("New estate"), estate_fields(old), save, _("Saved."), against)

    async def _organisation(self, old: Organisation) -> Organisation | None:
        """The form of an organisation."""

        async def save(values: dict[str, Any]) -> Organisation:
            """Check and keep what was typed."""
            entry = OrganisationBase.model_validate(values)
            return await self.db.run_async(edit_organisation, old.id, old.version, entry)

        async def against(theirs: Organisation) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            old = theirs
            return organisation_fields(theirs)

        return await self.fill(old.name, organisation_fields(old), save, _("Saved."), against)

    @work
    async def action_community(self) -> None:
        """Correct what stands on every paper of the community."""
        old = await self.read(find, Community, self.desk.community_id)

        async def save(values: dict[str, Any]) -> Community:
            """Check and keep what was typed."""
            entry = CommunityBase.model_validate({**values, "office": values["office"].strip() or values["name"]})
            return await self.db.run_async(edit_community, old.id, old.version, entry)

        async def against(theirs: Community) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            old = theirs
            return community_fields(theirs)

        saved = await self.fill(old.name, community_fields(old), save, _("Saved."), against)
        if saved is not None:
            desk = replace(self.desk, community=saved.name, office=saved.office)
            self.post_message(self.DeskChanged(desk))

    @refusable
    @work
    async def action_end(self) -> None:
        """The last day of a post."""
        if not isinstance(self.rows.key, UUID):
            return
        seat = await self.read(seat_held, self.rows.key)
        asked = _("Last day of {name} as {post}").format(
            name=seat.person.name, post=seat.post.title or words.party(seat.post.party)
        )

        post = seat.post

        async def save(values: dict[str, Any]) -> Post:
            """Check and keep what was typed."""
            day = typed.day("ends_on", values["ends_on"], self.today)
            return await self.db.run_async(end_post, post.id, day, version=post.version)

        async def against(theirs: Post) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal post
            post = theirs
            return [Field("ends_on", _("Last day"), str(theirs.ends_on or ""))]

        fields = [Field("ends_on", _("Last day"), self.today.isoformat())]
        if await self.fill(asked, fields, save, _("Saved."), against) is not None:
            self.reload()

    @work
    async def action_import(self) -> None:
        """Take in a table of people."""
        if await ask_for_import(self, self.prompt, Kind.PEOPLE):
            self.reload()
