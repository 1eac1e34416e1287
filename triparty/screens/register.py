"""Register: people in their posts by party, estates, and organisations."""

from collections.abc import Container, Hashable
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
    EstateForm,
    Organisation,
    OrganisationBase,
    Party,
    Person,
    PersonBase,
    Post,
    PostBase,
    Standing,
)
from meetings_db.queries.directory import Seat, estates, organisations, register
from triparty.i18n import _
from triparty.intake.imports import Kind
from triparty.screens import typed
from triparty.screens.community_form import community_fields
from triparty.screens.import_file import ask_for_import
from triparty.screens.list_station import ListStation, Sort
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
from triparty.widgets.form import Field, FieldError
from triparty.widgets.frame import refusable
from triparty.widgets.row_list import Column, Listed, Row
from triparty.widgets.timeline import facts

_VIEWS = ("people", "estates", "organisations")


class RegisterScreen(ListStation):
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
        self._seats: dict[UUID, Seat] = {}
        self._estates: dict[UUID, Estate] = {}
        self._bodies: dict[UUID, Organisation] = {}

    def teaching(self) -> str:
        """Who belongs here."""
        return _(
            "Here stand the people of the three parties with their posts; v turns to the estates and organisations. "
            "Press n to enter the first, or i to take in the table of names you have."
        )

    async def load(self) -> None:
        """The list that is turned to."""
        community = self.desk.community_id
        seats = await self.read(register, community)
        known = await self.read(estates, community)
        bodies = await self.read(organisations, community)
        self._seats = {seat.post.id: seat for seat in seats}
        self._estates = {estate.id: estate for estate in known}
        self._bodies = {body.id: body for body in bodies}
        lists: tuple[Container[object], ...] = (self._seats, self._estates, self._bodies)
        self.view = next((view for view, there in zip(_VIEWS, lists, strict=True) if self.wanted in there), self.view)
        if self.view == "people":
            ordered = sorted(seats, key=lambda seat: seat.person.key) if self.sort == "name" else seats
            await self.show(Listed(ordered, lambda seat: seat.post.id, self._seat))
        elif self.view == "estates":
            await self.show(Listed(known, _key, _estate_row))
        else:
            await self.show(Listed(bodies, _key, _body_row))
        counts = (len(seats), len(known), len(bodies))
        titles = (_("People"), _("Estates"), _("Organisations"))
        said = [
            f"{'●' if view == self.view else '○'} {title} {count}"
            for view, title, count in zip(_VIEWS, titles, counts, strict=True)
        ]
        self.about("   ".join(said))
        self.tell_keys()

    def _seat(self, seat: Seat) -> Row:
        """Somebody in a post; grey when the post has ended."""
        post = seat.post
        ended = post.ends_on is not None and post.ends_on < self.today
        how = _("ended {day}").format(day=post.ends_on) if ended else words.standing(post.standing)
        cells = (words.party(post.party), seat.person.name, seat.organisation.name, post.title, how)
        return Row(post.id, cells, "grey" if ended else "")

    async def show_life(self, key: Hashable | None) -> None:
        """What is known of the row."""
        if isinstance(key, UUID) and key in self._seats:
            self._show_seat(self._seats[key])
        elif isinstance(key, UUID) and key in self._estates:
            estate = self._estates[key]
            self.life.show(estate.name, [("", facts([(_("Managed as"), words.estate_form(estate.form))]))])
        else:
            self.life.show("", ())

    def _show_seat(self, seat: Seat) -> None:
        """A person with this and the other posts."""
        post, person = seat.post, seat.person
        others = [each for each in self._seats.values() if each.person.id == person.id and each.post.id != post.id]
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
        key = self.rows.key
        if isinstance(key, UUID) and key in self._seats:
            saved: Post | Estate | Organisation | None = await self._person(self._seats[key])
        elif isinstance(key, UUID) and key in self._estates:
            saved = await self._estate(self._estates[key])
        elif isinstance(key, UUID) and key in self._bodies:
            saved = await self._organisation(self._bodies[key])
        else:
            return
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
            seats = await self.read(register, self.desk.community_id)
            seat = next((each for each in seats if seat and each.post.id == seat.post.id), seat)
            return _seat_fields(seat)

        title = seat.person.name if seat else _("New person")
        return await self.fill(title, _seat_fields(seat), save, _("Saved."), against)

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
            return _estate_fields(theirs)

        return await self.fill(old.name if old else _("New estate"), _estate_fields(old), save, _("Saved."), against)

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
            return _organisation_fields(theirs)

        return await self.fill(old.name, _organisation_fields(old), save, _("Saved."), against)

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
        seat = self._seats.get(self.rows.key) if isinstance(self.rows.key, UUID) else None
        if seat is None:
            return
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


def _key(row: Estate | Organisation) -> UUID:
    """By what a row is known."""
    return row.id


def _estate_row(estate: Estate) -> Row:
    """An estate in the list."""
    return Row(estate.id, ("", estate.name, words.estate_form(estate.form), "", ""))


def _body_row(body: Organisation) -> Row:
    """An organisation in the list."""
    return Row(body.id, (words.party(body.party), body.name, "", "", ""))


def _estate_fields(old: Estate | None) -> list[Field]:
    """The fields of an estate."""
    form = old.form if old else EstateForm.COMMERCIAL
    forms = [(each, words.estate_form(each)) for each in EstateForm]
    several = "" if old else _("Several with commas between")
    name = Field("name", _("Name"), old.name if old else "", hint=several)
    return [name, Field("form", _("Managed as"), form, forms)]


def _organisation_fields(old: Organisation) -> list[Field]:
    """The fields of an organisation."""
    sides = [(side, words.party(side)) for side in Party]
    return [Field("name", _("Name"), old.name), Field("party", _("Party"), old.party, sides)]


def _seat_fields(seat: Seat | None) -> list[Field]:
    """The fields of somebody in a post."""
    post = seat.post if seat else None
    return [
        Field("name", _("Full name"), seat.person.name if seat else ""),
        Field(
            "party", _("Party"), post.party if post else Party.COMMUNITY, [(side, words.party(side)) for side in Party]
        ),
        Field("organisation", _("Organisation"), seat.organisation.name if seat else ""),
        Field("title", _("Post"), post.title if post else ""),
        Field(
            "standing",
            _("In meetings"),
            post.standing if post else Standing.VOTING,
            [(how, words.standing(how)) for how in Standing],
        ),
        Field("phone", _("Phone"), post.phone if post else "", hint=_("Never leaves the office")),
        Field("starts_on", _("From"), str(post.starts_on or "") if post else "", hint=_("May stay empty")),
        Field("note", _("Note"), seat.person.note if seat else ""),
    ]
