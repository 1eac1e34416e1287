"""A compiled template and a schema, joined: every name found or told, every row that repeats known.

What comes out can be printed by `render` without looking up a name again.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from triparty.documents.fields import Chain, Schema, bracketed, dotted, language_of
from triparty.documents.template.compile import Template
from triparty.documents.template.nodes import (
    Alone,
    Block,
    FieldUse,
    LastParagraph,
    Node,
    Problem,
    Row,
    Slot,
    Table,
    Unique,
)
from triparty.documents.template.render import (
    End,
    Literal,
    Notes,
    Number,
    Op,
    Path,
    Picture,
    Repeat,
    Text,
    When,
    Whole,
    gathered,
    joined,
)
from triparty.i18n import mark

Frames = tuple[Chain, ...]

# Looking for the name that was meant takes a while: a template with more mistakes than this was not typed by hand.
_LOOKED_UP = 200


class Bound:
    """A template made ready for one schema: per part what to print, and what is wrong with it."""

    def __init__(self, template: Template, schema: Schema) -> None:
        """Resolve all names; mistakes are collected in `problems`, not raised."""
        self.schema = schema
        self.problems: list[Problem] = list(template.problems)
        self._text_width = template.styles.text_width
        self.stories = {part: self._ops(nodes, ()) for part, nodes in template.stories.items()}
        # In the order a reader meets them, each once: Word stores a text box twice.
        parts = [*template.stories, *template.shell.parts]
        self.pictured = {part for part, ops in self.stories.items() if any(_has_picture(op) for op in ops)}
        self.problems.sort(key=lambda problem: (parts.index(problem.place.part), problem.place.paragraph))
        self.problems = list({str(problem): problem for problem in self.problems}.values())

    def _ops(self, nodes: Iterable[Node], frames: Frames) -> tuple[Op, ...]:
        """What to print for `nodes` inside the items of `frames`."""
        return joined(op for node in nodes for op in self._op(node, frames))

    def _op(self, node: Node, frames: Frames) -> Iterator[Op]:
        match node:
            case str():
                yield Literal(node)
            case Slot(use):
                yield from self._text(use, frames)
            case Alone():
                yield from self._alone(node, frames)
            case Row(nodes):
                yield from self._row(nodes, frames)
            case Table(nodes):
                yield Whole(self._ops(nodes, frames))
            case Block():
                yield from self._block(node, frames)
            case LastParagraph(xml):
                yield End(xml)
            case Unique():
                yield Number()

    def _text(self, use: FieldUse, frames: Frames) -> Iterator[Op]:
        """A value within a line; Markdown loses its marks there."""
        chain = self._value(use, frames)
        if chain is not None and chain[-1].kind == "picture":
            self._tell(use, mark("{field} is a picture: it must be alone in its paragraph"))
        elif chain is not None:
            yield Text(use, self._path(chain, frames), chain[-1].kind == "prose")

    def _alone(self, node: Alone, frames: Frames) -> Iterator[Op]:
        chain = self.schema.resolve(node.use.name, frames)
        if chain is None or chain[-1].kind not in ("prose", "picture"):
            yield from self._ops(node.nodes, frames)
        elif (found := self._value(node.use, frames)) is None:
            return
        elif chain[-1].kind == "prose":
            yield Notes(node.use, self._path(found, frames), node.look)
        else:
            column = min(node.frame.column or self._text_width, self._text_width)
            yield Picture(node.use, self._path(found, frames), node.frame.look, column)

    def _row(self, nodes: tuple[Node, ...], frames: Frames) -> Iterator[Op]:
        """A row repeats over the list its own names lead into, all of them into the same."""
        found: Frames = ()
        leading: FieldUse | None = None
        for use in _own(nodes):
            chain = self.schema.resolve(use.name, frames)
            lists = _lists_above(chain, frames) if chain else ()
            if lists[: len(found)] != found and found[: len(lists)] != lists:
                self._tell(
                    use,
                    mark("{field} is of another list than the rest of its row, which repeats for each {list}"),
                    list=bracketed(dotted(found[-1], language_of(use.name))),
                )
            elif len(lists) > len(found):
                found, leading = lists, use
        yield from self._loops(leading, found, nodes, frames)

    def _loops(self, use: FieldUse | None, lists: Frames, nodes: tuple[Node, ...], frames: Frames) -> Iterator[Op]:
        """`nodes` once for each item of the last of `lists`, which stand one in the other."""
        if use is None or not lists:
            yield from self._ops(nodes, frames)
            return
        inner = joined(self._loops(use, lists[1:], nodes, (*frames, lists[0])))
        yield Repeat(use, self._path(lists[0], frames), gathered(inner, len(frames) + 1))

    def _block(self, node: Block, frames: Frames) -> Iterator[Op]:
        chain = self._known(node.use, frames)
        if chain is None:
            # What is inside is still read, so that all mistakes are told at once.
            self._ops(node.nodes, frames)
            return
        lists = _lists_above(chain, frames)
        if node.word == "if":
            if lists:
                self._tell_outside(node.use, lists)
            elif chain[-1].kind == "group":
                self._tell_group(node.use, chain)
            yield When(node.use, self._path(chain, frames), self._ops(node.nodes, frames))
        elif chain[-1].kind != "list":
            self._tell(node.use, mark("{field} is no list and cannot be repeated"))
        elif chain in frames:
            self._tell(node.use, mark("{field} is already being repeated here"))
        else:
            yield from self._loops(node.use, (*lists, chain), node.nodes, frames)

    def _value(self, use: FieldUse, frames: Frames) -> Chain | None:
        """The field of a value that can be printed here; otherwise the mistake is told."""
        chain = self._known(use, frames)
        if chain is None:
            return None
        lists = _lists_above(chain, frames)
        if chain[-1].kind == "list":
            self._tell(use, mark("{field} is a list: name one of its fields, such as {example}"), example=_first(chain))
        elif chain[-1].kind == "group":
            self._tell_group(use, chain)
        elif chain[-1].kind == "flag":
            self._tell(use, mark("{field} is yes or no: it can be asked for with 若有 or “if”, not printed"))
        elif lists:
            self._tell_outside(use, lists)
        else:
            return chain
        return None

    def _known(self, use: FieldUse, frames: Frames) -> Chain | None:
        chain = self.schema.resolve(use.name, frames) if use.name else None
        if chain is None and use.name:
            near = self.schema.nearest(use.name, frames) if len(self.problems) < _LOOKED_UP else None
            if near:
                self._tell(use, mark("there is no field {field}; did you mean {near}?"), near=bracketed(near))
            else:
                self._tell(use, mark("there is no field {field}"))
        return chain

    def _tell_outside(self, use: FieldUse, lists: Frames) -> None:
        self._tell(
            use,
            mark("{field} is one of many: put it in a table row, or between 【每个 {list}】 and 【结束】"),
            list=dotted(lists[-1], language_of(use.name)),
        )

    def _tell_group(self, use: FieldUse, chain: Chain) -> None:
        self._tell(use, mark("{field} has several parts: name one of them, such as {example}"), example=_first(chain))

    def _tell(self, use: FieldUse, reason: str, **details: str) -> None:
        self.problems.append(Problem(use.place, reason, {"field": use.written, **details}))

    @staticmethod
    def _path(chain: Chain, frames: Frames) -> Path:
        """Where the value is: in the innermost item that holds it, under these keys."""
        for depth in range(len(frames), 0, -1):
            frame = frames[depth - 1]
            if len(frame) < len(chain) and chain[: len(frame)] == frame:
                return Path(depth, tuple(field.name_en for field in chain[len(frame) :]))
        return Path(0, tuple(field.name_en for field in chain))


@lru_cache(maxsize=64)
def bind(template: Template, schema: Schema) -> Bound:
    """The template made ready for `schema`, once for each pair."""
    return Bound(template, schema)


def _has_picture(op: Op) -> bool:
    """Whether a picture may be printed there."""
    if isinstance(op, Repeat | When | Whole):
        return any(_has_picture(inner) for inner in op.ops)
    return isinstance(op, Picture)


def _own(nodes: Iterable[Node]) -> Iterator[FieldUse]:
    """The names a row itself uses: not those of rows inside it, nor of what repeats inside it."""
    for node in nodes:
        match node:
            case Slot(use):
                yield use
            case Alone(nodes=inner):
                yield from _own(inner)
            case Table(inner):
                yield from ()
            case Block("if", use, inner):
                yield use
                yield from _own(inner)
            case _:
                pass


def _lists_above(chain: Chain, frames: Frames) -> Frames:
    """The lists a field stands in that are not being repeated yet, outermost first."""
    return tuple(
        chain[:end] for end in range(1, len(chain)) if chain[end - 1].kind == "list" and chain[:end] not in frames
    )


def _first(chain: Chain) -> str:
    """The first field inside a list or group, as an example."""
    language = language_of(chain[0].name_zh)
    return bracketed(dotted((*chain, chain[-1].children[0]), language))
