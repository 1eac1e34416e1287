"""What the user set: a TOML file in the user's configuration folder, overridden by environment and command line.

Read with the standard library alone: the first frame waits for nothing else.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from triparty import i18n
from triparty.i18n import _

FILE = "settings.toml"
DATABASE = "triparty.db"


class SettingsError(Exception):
    """The settings file cannot be used; the message says what, where, and what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything a user can set. Folders are absolute; an empty word means "not set"."""

    language: str = ""
    """The language of the screens, `zh_CN` or `en`; empty = the environment's."""
    paper_language: str = ""
    """The language papers are written in; empty = that of the screens."""
    officer: str = ""
    """Who sits at this desk: signs the journal and is offered as recorder."""
    database: str = ""
    """The URL of a shared PostgreSQL database; empty = the SQLite file in `data`."""
    data: Path = Path()
    """Where the database file and the state of the screens live."""
    papers: Path = Path()
    """Where papers are written unless told otherwise."""
    templates: Path | None = None
    """The office's own Word templates, which go before the shipped ones of the same name."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """A spreadsheet's column header → the field it stands for, for headers that are not known by themselves."""
    file: Path = Path()
    """Where this was read from, and where it is saved."""

    @property
    def url(self) -> str | None:
        """The shared database, None where the file is used."""
        return self.database or None

    @property
    def database_file(self) -> Path:
        """The SQLite file."""
        return self.data / DATABASE

    @property
    def spoken(self) -> str:
        """The language the screens speak."""
        return i18n.normalise(self.language) if self.language else i18n.default_language()

    @property
    def written(self) -> str:
        """The language papers are written in."""
        return i18n.normalise(self.paper_language) if self.paper_language else self.spoken


def load(environment: Mapping[str, str] | None = None, *, data: Path | None = None, lang: str = "") -> Settings:
    """The settings of this user. `TRIPARTY_…` of the environment goes before the file, `data` and `lang` before both.

    Raises `SettingsError` for a file that is not TOML, names an unknown setting or gives it a wrong value.
    """
    env = os.environ if environment is None else environment
    path = _folder(env, "TRIPARTY_CONFIG", "config") / FILE
    typed = {**_read(path), **_from_environment(env)}
    if lang:
        typed["language"] = lang
    folder = data or (Path(str(typed["data"])) if "data" in typed else _folder(env, "TRIPARTY_DATA", "data"))
    folder = folder.expanduser().absolute()
    papers = Path(str(typed["papers"])) if "papers" in typed else folder / "papers"
    templates = Path(str(typed["templates"])).expanduser().absolute() if typed.get("templates") else None
    words = {name: str(typed[name]) for name in ("language", "paper_language", "officer", "database") if name in typed}
    return Settings(
        **words,
        data=folder,
        papers=papers.expanduser().absolute(),
        templates=templates,
        columns=_columns(typed.get("columns", {}), path),
        file=path,
    )


def save(settings: Settings, **changes: object) -> Settings:
    """The settings with some words or columns changed, written beside the old file and renamed over it."""
    changed = replace(settings, **changes)  # type: ignore[arg-type]
    kept = {**_read(settings.file), **changes}
    lines = [
        f"{name} = {json.dumps(str(value), ensure_ascii=False)}" for name, value in kept.items() if name != "columns"
    ]
    columns = [f"{_quoted(header)} = {_quoted(meaning)}" for header, meaning in changed.columns.items()]
    settings.file.parent.mkdir(parents=True, exist_ok=True)
    beside = settings.file.with_suffix(".new")
    beside.write_text("\n".join([*lines, "", "[columns]", *columns, ""]), encoding="utf-8")
    os.replace(beside, settings.file)
    return changed


def _folder(env: Mapping[str, str], name: str, kind: str) -> Path:
    """The user's configuration or data folder."""
    if env.get(name):
        return Path(env[name]).expanduser()
    from platformdirs import user_config_path, user_data_path

    return (user_config_path if kind == "config" else user_data_path)("triparty", appauthor=False)


def _read(path: Path) -> dict[str, object]:
    """The file's settings, none when there is no file."""
    try:
        typed = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise SettingsError(
            _("The settings in {file} cannot be read: {problem}. Mend the file, or move it away.").format(
                file=path, problem=problem
            )
        ) from problem
    known = {each.name for each in fields(Settings)} - {"file"}
    for name in typed:
        if name not in known:
            raise SettingsError(
                _("{file} sets {name}, which is no setting. There are: {known}.").format(
                    file=path, name=name, known=_(", ").join(sorted(known))
                )
            )
    return typed


def _from_environment(env: Mapping[str, str]) -> dict[str, object]:
    """The settings named in the environment."""
    names = ("language", "paper_language", "officer", "database", "data", "papers", "templates")
    return {name: env[f"TRIPARTY_{name.upper()}"] for name in names if env.get(f"TRIPARTY_{name.upper()}")}


def _columns(typed: object, path: Path) -> dict[str, str]:
    """The column names, checked to be words."""
    if not isinstance(typed, dict) or not all(isinstance(value, str) for value in typed.values()):
        raise SettingsError(_("{file}: [columns] must give each header one word.").format(file=path))
    return dict(typed)


def _quoted(text: str) -> str:
    """A TOML basic string, which JSON's strings are."""
    return json.dumps(text, ensure_ascii=False)
