"""One picture of every kind of paper: `python -m tests.documents.sheet` draws the two that the guide shows.

The first page of each, of the sample meeting, as LibreOffice prints it.
"""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from meetings_db.models import PaperKind
from tests.documents.papers import MADE, a_picture
from tests.documents.rooms import make_room
from tests.documents.samples import values_of
from triparty.documents.kinds import KINDS
from triparty.documents.papers import template_path
from triparty.documents.shipped import BUILDERS
from triparty.documents.template import compile_template, write
from triparty.i18n import LANGUAGES, in_language
from triparty.words import PAPERS

DOCS = Path(__file__).parents[2] / "docs"
_ACROSS, _WIDE, _HIGH, _GAP, _LABEL = 7, 300, 424, 14, 26


def main() -> None:
    """Draw both pictures."""
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    with tempfile.TemporaryDirectory() as folder:
        _print(Path(folder))
        for language in LANGUAGES:
            path = DOCS / f"papers.{language.replace('_', '-')}.png"
            _sheet(Path(folder), language).quantize(32).save(path, optimize=True)
            print(path)


def _print(folder: Path) -> None:
    """Every paper in every language, as PDF and as a picture of its first page."""
    for language in LANGUAGES:
        room = make_room(language)
        for kind in BUILDERS:
            write(
                compile_template(template_path(kind, language)),
                values_of(kind, room, language),
                folder / f"{kind.value}.{language}.docx",
                schema=KINDS[kind].schema,
                properties=MADE,
                pictures=a_picture,
            )
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [str(path) for path in sorted(folder.glob("*.docx"))]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *words]
    subprocess.run(command, check=True, capture_output=True)
    for pdf in folder.glob("*.pdf"):
        picture = ["pdftoppm", "-png", "-singlefile", "-scale-to", str(_HIGH), str(pdf), str(pdf.with_suffix(""))]
        subprocess.run(picture, check=True)


def _sheet(folder: Path, language: str) -> Image.Image:
    """The pictures of one language in rows, each with its name below."""
    rows = -(-len(BUILDERS) // _ACROSS)
    size = _ACROSS * (_WIDE + _GAP) + _GAP, rows * (_HIGH + _LABEL + _GAP) + _GAP
    sheet = Image.new("RGB", size, (229, 231, 235))
    draw, font, say = ImageDraw.Draw(sheet), _font(), in_language(language)
    for place, kind in enumerate(BUILDERS):
        x = _GAP + place % _ACROSS * (_WIDE + _GAP)
        y = _GAP + place // _ACROSS * (_HIGH + _LABEL + _GAP)
        page = Image.open(folder / f"{kind.value}.{language}.png").convert("RGB")
        page.thumbnail((_WIDE, _HIGH))
        sheet.paste(page, (x + (_WIDE - page.width) // 2, y + (_HIGH - page.height)))
        draw.text((x + _WIDE // 2, y + _HIGH + 4), say(PAPERS[PaperKind(kind)]), (31, 41, 55), font, anchor="ma")
    return sheet


def _font() -> ImageFont.FreeTypeFont:
    """A font that has both languages."""
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans CJK SC"], capture_output=True, text=True, check=True
    )
    return ImageFont.truetype(found.stdout, 16)


if __name__ == "__main__":
    main()
