"""Which language the program speaks, and the words of another language for a paper.

The language is chosen once, before any screen is imported: binding labels are evaluated at import.
"""

import gettext as _gettext
import locale
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
_FOLDER = Path(__file__).parent / "locale"
_chosen: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"
_written = "en"


@lru_cache
def translation(language: str) -> _gettext.NullTranslations:
    """The catalogue of `language`; the message ids themselves are English."""
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("triparty", _FOLDER, [language])


def normalise(language: str) -> str:
    """The shipped language nearest to a locale's name: any Chinese is `zh_CN`, all else `en`."""
    return "zh_CN" if language.lower().startswith("zh") else "en"


def default_language() -> str:
    """The language of the environment's locale, as gettext reads it, else of the system's own setting."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return normalise(value)
    return normalise(locale.getlocale()[0] or "")


def use(language: str, written: str = "") -> None:
    """Speak `language` from now on, and put on record in `written`, where that is another."""
    global _chosen, _language, _written
    _language = normalise(language)
    _written = normalise(written or language)
    _chosen = translation(_language)


def language() -> str:
    """The language spoken now, `zh_CN` or `en`."""
    return _language


def _(message: str) -> str:
    """`message` in the language spoken now."""
    return _chosen.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many` by `count`, in the language spoken now."""
    return _chosen.ngettext(one, many, count)


def on_record() -> _gettext.NullTranslations:
    """The catalogue of the language papers are written in, for words the program itself puts on record."""
    return translation(_written)


def mark(message: str) -> str:
    """`message` unchanged, noted for the catalogue: for words that are translated where they are shown."""
    return message


def in_language(language: str) -> Callable[[str], str]:
    """The translating function of a paper written in `language`."""
    return translation(normalise(language)).gettext
