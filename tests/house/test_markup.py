"""What people typed is never read as markup: a widget shows `Content`, or our own words and nothing else.

Textual takes a plain str for markup. By the syntax tree of every file that knows Textual, what is shown must be a
`Content`, come from a function that says it returns one, be our own literal, or a name that was only given such.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "triparty"
FILES = sorted([ROOM / "app.py", *(ROOM / "screens").rglob("*.py"), *(ROOM / "widgets").rglob("*.py")])
SHOWS = {"Static", "Label", "Button", "Option", "Checkbox", "RadioButton", "Collapsible"}
"""Widgets, and rows of one, that show their first argument."""
FILLS = {"update", "add_option", "add_options", "set_options"}
"""Methods that show what they are given."""
EDGES = {"border_title", "border_subtitle", "tooltip"}
"""What is shown when it is set."""
SHOWN = {"Content", "Option", "list[Option]", "Strip"}
"""What may be shown, as functions say what they return; mypy sees to it that they do."""
MAKERS = {"Content", "styled", "assemble", "Option"}
ALLOWED = {
    "columns.update(changed)": "a dict of settings, and no widget",
    "clock.update(span(used))": "digits and colons of a clock",
}  # looks like showing, and why it is none

Function = ast.FunctionDef | ast.AsyncFunctionDef
Given = ast.Assign | ast.AnnAssign | ast.AugAssign  # what gives a name its value


def name_of(node: ast.expr) -> str:
    """`update` of `self.query_one(...).update`, `_` of `_`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def functions(tree: ast.AST) -> dict[str, bool]:
    """The functions of a file by name, with whether all of that name say that they return what may be shown."""
    said: dict[str, bool] = {}
    for node in (node for node in ast.walk(tree) if isinstance(node, Function)):
        said[node.name] = said.get(node.name, True) and bool(node.returns) and ast.unparse(node.returns) in SHOWN  # type: ignore[arg-type]
    return said


EVERYWHERE = {name for path in FILES for name, safe in functions(ast.parse(path.read_text("utf-8"))).items() if safe}


def harmless(value: ast.expr | None, scope: ast.AST, makers: set[str]) -> bool:
    """Whether nothing in what is shown here can be markup that a person typed; `scope` is the function around it."""
    match value:
        case None | ast.Constant():
            return True
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, op=ast.Add(), right=other):
            return harmless(one, scope, makers) and harmless(other, scope, makers)
        case ast.Starred(value=inner) | ast.GeneratorExp(elt=inner) | ast.ListComp(elt=inner):
            return harmless(inner, scope, makers)
        case ast.Call(func=called, args=[ast.Constant(), *_]) if name_of(called) in ("_", "ngettext"):
            return True
        case ast.Call(func=ast.Attribute(attr="from_markup"), args=[words]):  # keywords are filled in as text
            return harmless(words, scope, makers)
        case ast.Call(func=ast.Attribute(value=ast.Call(func=called), attr="join")) | ast.Call(func=called):
            return name_of(called) in makers
        case ast.Name(id=name):
            given = [node for node in ast.walk(scope) if isinstance(node, Given) and name in targets(node)]
            return bool(given) and all(harmless(node.value, scope, makers) for node in given)
    return False


def targets(node: Given) -> set[str]:
    """The names something is given to."""
    return {name_of(target) for target in (node.targets if isinstance(node, ast.Assign) else [node.target])}


def shown(node: ast.AST) -> Iterator[ast.expr | None]:
    """What this piece of syntax shows; a bare name that was never given stands for what is wrong as a whole."""
    match node:
        case ast.Call(func=called, keywords=named) if name_of(called) == "notify":
            plain = any(each.arg == "markup" and ast.unparse(each.value) == "False" for each in named)
            yield None if plain else ast.Name("markup=False is missing")
        case ast.Call(func=called, args=args, keywords=named) if name_of(called) in SHOWS:
            yield from args[:1]
            yield from (each.value for each in named if each.arg in ("content", "label", "prompt", "title"))
        case ast.Call(func=ast.Attribute(attr=name), args=args) if name in FILLS and ast.unparse(node) not in ALLOWED:
            yield from args
        case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if name in EDGES:
            yield value
        case ast.FunctionDef(name="render"):
            yield None if functions(node)["render"] else ast.Name("no Content")


def found(source: str) -> list[str]:
    """What a file shows that may be markup."""
    tree = ast.parse(source)
    own = functions(tree)
    makers = MAKERS | (EVERYWHERE - set(own)) | {name for name, safe in own.items() if safe}
    scopes: dict[ast.AST, ast.AST] = dict.fromkeys(ast.walk(tree), tree)
    for function in (node for node in ast.walk(tree) if isinstance(node, Function)):  # those inside come later
        scopes.update(dict.fromkeys(ast.walk(function), function))
    wrong = [node for node in ast.walk(tree) if not all(harmless(each, scopes[node], makers) for each in shown(node))]
    return [ast.unparse(node) for node in wrong]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_what_people_typed_is_shown_as_text(path: Path) -> None:
    assert found(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "Static(f'{name}')",
        "Static(_('Hello {name}').format(name=name))",
        "self.query_one(Static).update(', '.join(names))",
        "widget.border_title = _(title)",
        "self.notify(Content(name), markup=wanted)",
        "Static(Content.from_markup(f'[b]{name}'))",
        "text = Content(a); text = a; Static(text)",
        "def render(self) -> str: return self.name",
    ],
)
def test_markup_would_be_found(source: str) -> None:
    assert len(found(source)) == 1
