"""What the user set: a TOML file in the user's configuration folder, overridden by environment and command line.

Read with the standard library alone: the first frame waits for nothing else.
"""

import os
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
    def rules(self) -> Path:
        """The folder of the office's own rules of decision, beside the settings; it need not be there."""
        return self.file.parent / "rules"

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

    Raises `SettingsError` for a file that is not TOML, names an unknown setting or gives it a wrong value, and for
    a language the program does not speak, wherever it was asked for.
    """
    env = os.environ if environment is None else environment
    path = _folder(env, "TRIPARTY_CONFIG", "config") / FILE
    from_file = _read(path)
    _refuse_foreign(from_file, str(path))
    from_environment = _from_environment(env)
    _refuse_foreign(from_environment, "TRIPARTY_…")
    _refuse_foreign({"language": lang}, "--lang")
    typed = {**from_file, **from_environment}
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
        columns=_columns(typed),
        file=path,
    )


def save(settings: Settings, **changes: object) -> Settings:
    """The settings with some words or columns changed, written beside the old file and renamed over it.

    What the file says of other settings stays, whatever the environment says today; its comments are lost.
    """
    changed = replace(settings, **changes)  # type: ignore[arg-type]
    kept = {**_read(settings.file), **changes}
    columns = [f"{_quoted(header)} = {_quoted(meaning)}" for header, meaning in _columns(kept).items()]
    lines = [f"{name} = {_quoted(str(value))}" for name, value in kept.items() if name != "columns" and value]
    settings.file.parent.mkdir(parents=True, exist_ok=True)
    beside = settings.file.with_suffix(".new")
    with beside.open("wb") as file:
        file.write("\n".join([*lines, "", "[columns]", *columns, ""]).encode("utf-8", "replace"))
        file.flush()
        os.fsync(file.fileno())
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
    if not path.exists():
        return {}
    import tomllib

    try:
        typed = tomllib.loads(path.read_text(encoding="utf-8-sig"))
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
        _refuse_wrong_kind(name, typed[name], path)
    return typed


def _refuse_wrong_kind(name: str, value: object, path: Path) -> None:
    """Refuse a value that is no text, or columns that are no table of texts."""
    if name == "columns":
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            raise SettingsError(_("{file}: [columns] must give each header one word.").format(file=path))
    elif not isinstance(value, str):
        raise SettingsError(
            _('{file} sets {name} to {value}, which is no text. Write it in quotes: {name} = "…".').format(
                file=path, name=name, value=value
            )
        )


def _refuse_foreign(typed: Mapping[str, object], place: str) -> None:
    """Refuse a language the program does not speak; any way to write Chinese or English is understood."""
    for name in ("language", "paper_language"):
        value = str(typed.get(name, ""))
        if value and not value.lower().startswith(("zh", "en")):
            raise SettingsError(
                _("{place} sets {name} to {value}. The languages are: {known}.").format(
                    place=place, name=name, value=value, known=_(", ").join(i18n.LANGUAGES)
                )
            )


def _from_environment(env: Mapping[str, str]) -> dict[str, object]:
    """The settings named in the environment."""
    names = ("language", "paper_language", "officer", "database", "data", "papers", "templates")
    return {name: env[f"TRIPARTY_{name.upper()}"] for name in names if env.get(f"TRIPARTY_{name.upper()}")}


def _columns(typed: Mapping[str, object]) -> dict[str, str]:
    """The column names, which were checked to be words."""
    columns = typed.get("columns", {})
    return dict(columns) if isinstance(columns, Mapping) else {}


def _quoted(text: str) -> str:
    """A TOML basic string, which JSON's strings are but for one sign that TOML wants spelled out."""
    from json import dumps

    return dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
