"""The register: founding a community, its estates, and people in their posts."""

from collections.abc import Iterable, Sequence, Set
from datetime import date
from uuid import UUID

from sqlmodel import Session, select

from meetings_db.models import (
    LINE,
    Community,
    CommunityBase,
    Estate,
    EstateBase,
    Organisation,
    OrganisationBase,
    Person,
    PersonBase,
    Post,
    PostBase,
)
from meetings_db.text import fold
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.services.kept import change, find, find_shown, find_version

TWO_POSTS = "兼"
"""The word in a note that says that somebody holds a second post."""


def found_community(session: Session, typed: CommunityBase) -> Community:
    """Begin the register of a community."""
    if session.exec(select(Community).where(Community.name == typed.name)).first():
        raise RuleError(_("There is a community named {name} already.").format(name=typed.name))
    community = Community.model_validate(typed)
    session.add(community)
    session.flush()
    return community


def edit_community(session: Session, community_id: UUID, version: int, typed: CommunityBase) -> Community:
    """Correct a community's name, street, office or mark. Papers written already keep what they say."""
    community = find_version(session, Community, community_id, version)
    where = (Community.name == typed.name, Community.id != community_id)
    if session.exec(select(Community).where(*where)).first():
        raise RuleError(_("There is a community named {name} already.").format(name=typed.name))
    change(community, typed)
    session.flush()
    return community


def edit_organisation(session: Session, organisation_id: UUID, version: int, typed: OrganisationBase) -> Organisation:
    """Correct an organisation's name or party; the posts in it keep the party they sit for."""
    organisation = find_version(session, Organisation, organisation_id, version)
    where = (Organisation.community_id == organisation.community_id, Organisation.key == fold(typed.name))
    twin = session.exec(select(Organisation).where(*where)).first()
    if twin is not None and twin.id != organisation_id:
        raise RuleError(_("There is an organisation named {name} already.").format(name=twin.name))
    change(organisation, typed)
    organisation.key = fold(typed.name)
    session.flush()
    return organisation


def add_estate(session: Session, community_id: UUID, typed: EstateBase) -> Estate:
    """Enter an estate; a name that differs only in width, case or spaces is the same name."""
    find(session, Community, community_id)
    _refuse_twin(session, community_id, typed.name)
    estate = Estate.model_validate(typed, update={"community_id": community_id, "key": fold(typed.name)})
    session.add(estate)
    session.flush()
    return estate


def add_estates(session: Session, community_id: UUID, typed: Sequence[EstateBase]) -> list[Estate]:
    """Add several estates to the register, all or none."""
    return [add_estate(session, community_id, each) for each in typed]


def edit_estate(session: Session, estate_id: UUID, version: int, typed: EstateBase) -> Estate:
    """Change an estate's name or form."""
    estate = find_version(session, Estate, estate_id, version)
    _refuse_twin(session, estate.community_id, typed.name, but=estate.id)
    change(estate, typed)
    estate.key = fold(typed.name)
    session.flush()
    return estate


def enrol(
    session: Session, community_id: UUID, person: PersonBase, organisation: OrganisationBase, post: PostBase
) -> Post:
    """Put somebody in a post; person and organisation are found by name, or entered.

    What is noted of somebody who is known already is added to their note.
    """
    find(session, Community, community_id)
    _refuse_backwards(post)
    holder = person_named(session, community_id, person.name)
    if holder is None:
        holder = Person.model_validate(person, update={"community_id": community_id, "key": fold(person.name)})
        session.add(holder)
    else:
        _refuse_somebody_else(session, holder, person, post)
    if person.note and not noted(holder.note, person.note):
        both = "；".join(filter(None, (holder.note, person.note)))
        if len(both) <= LINE:
            holder.note = both
    body = _organisation(session, community_id, organisation)
    session.flush()
    _refuse_held(session, holder, body, post.title)
    row = Post.model_validate(post, update={"person_id": holder.id, "organisation_id": body.id})
    session.add(row)
    session.flush()
    return row


def differ(phones: Set[str], phone: str, notes: Iterable[str]) -> bool:
    """Whether a known name is likely somebody else: another phone, and no word of a second post in any note."""
    return bool(phone and phones and phone not in phones) and not any(TWO_POSTS in note for note in notes)


def somebody_else(name: str, phones: Set[str]) -> str:
    """The sentence for a name that two people seem to bear."""
    return _(
        "{name} is known with the phone {phones}. The same person: write 兼 in the note. "
        "Somebody else: write what tells the two apart behind the name."
    ).format(name=name, phones=_(", ").join(sorted(phones)))


def edit_seat(
    session: Session,
    post_id: UUID,
    version: int,
    person: PersonBase,
    organisation: OrganisationBase,
    post: PostBase,
    *,
    person_version: int | None = None,
) -> Post:
    """Change a post, its holder's name or note, or the organisation it is in; both rows as they were shown."""
    row = find_version(session, Post, post_id, version)
    holder = find_shown(session, Person, row.person_id, person_version)
    _refuse_backwards(post)
    twin = person_named(session, holder.community_id, person.name)
    if twin is not None and twin.id != holder.id:
        raise RuleError(
            _("There is somebody named {name} in the register already. Write what tells the two apart.").format(
                name=twin.name
            )
        )
    change(holder, person)
    holder.key = fold(person.name)
    body = _organisation(session, holder.community_id, organisation)
    _refuse_held(session, holder, body, post.title, but=row.id)
    row.organisation_id = body.id
    change(row, post)
    session.flush()
    return row


def end_post(session: Session, post_id: UUID, on: date, *, version: int | None = None) -> Post:
    """The last day a post is held."""
    row = find_shown(session, Post, post_id, version)
    if row.starts_on and on < row.starts_on:
        raise RuleError(_("The post would end before it began."))
    row.ends_on = on
    session.flush()
    return row


def person_named(session: Session, community_id: UUID, name: str) -> Person | None:
    """The person of that name in the community's register."""
    return session.exec(select(Person).where(Person.community_id == community_id, Person.key == fold(name))).first()


def estate_named(session: Session, community_id: UUID, name: str) -> Estate | None:
    """The estate of that name."""
    return session.exec(select(Estate).where(Estate.community_id == community_id, Estate.key == fold(name))).first()


def _refuse_twin(session: Session, community_id: UUID, name: str, but: UUID | None = None) -> None:
    """Refuse a second estate of the same name."""
    twin = estate_named(session, community_id, name)
    if twin is not None and twin.id != but:
        raise RuleError(_("There is an estate named {name} already.").format(name=twin.name))


def _refuse_somebody_else(session: Session, holder: Person, person: PersonBase, post: PostBase) -> None:
    """Refuse to give a post to a known name when it is likely somebody else's."""
    held = session.exec(select(Post.phone).where(Post.person_id == holder.id)).all()
    phones = {phone for phone in held if phone}
    if differ(phones, post.phone, (holder.note, person.note)):
        raise RuleError(somebody_else(person.name, phones))


def _organisation(session: Session, community_id: UUID, typed: OrganisationBase) -> Organisation:
    """The organisation of that name, entered when it is new."""
    where = (Organisation.community_id == community_id, Organisation.key == fold(typed.name))
    organisation = session.exec(select(Organisation).where(*where)).first()
    if organisation is None:
        extra = {"community_id": community_id, "key": fold(typed.name)}
        organisation = Organisation.model_validate(typed, update=extra)
        session.add(organisation)
        session.flush()
    return organisation


def noted(notes: str, note: str) -> bool:
    """Whether a note is one of those already taken of somebody."""
    return f"；{note}；" in f"；{notes}；"


def days_run_backwards(post: PostBase) -> bool:
    """Whether the post would end before it began."""
    return post.starts_on is not None and post.ends_on is not None and post.ends_on < post.starts_on


def _refuse_backwards(post: PostBase) -> None:
    """Refuse a post that would end before it began."""
    if days_run_backwards(post):
        raise RuleError(_("The post would end before it began."))


def _refuse_held(session: Session, holder: Person, body: Organisation, title: str, but: UUID | None = None) -> None:
    """Refuse a second post of the same title in the same organisation."""
    where = (Post.person_id == holder.id, Post.organisation_id == body.id, Post.title == title)
    twin = session.exec(select(Post).where(*where)).first()
    if twin is not None and twin.id != but:
        raise RuleError(
            _("{name} holds this post in {organisation} already.").format(name=holder.name, organisation=body.name)
        )
