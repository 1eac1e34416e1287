"""Photos as phones, cameras, scanners and chats hand them over, and what is kept of them."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from tests.intake.pictures import GREEN, RED, claiming, corners, exif, halves, near, red_for_green, saved
from triparty.intake.photo import pictures_in, prepare
from triparty.rules import RuleError
from triparty.rules.photos import Preset

SMALL = Preset(longest=160)


def refused(path: Path, preset: Preset = SMALL) -> str:
    """Why a file is refused; the reason names the file."""
    with pytest.raises(RuleError) as told:
        prepare(path, preset)
    (reason,) = told.value.reasons
    assert path.name in reason
    return reason


def seen(path: Path, preset: Preset = SMALL) -> Image.Image:
    """The picture that is kept of a file."""
    kept = prepare(path, preset)
    picture = Image.open(io.BytesIO(kept.jpeg))
    picture.load()
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (kept.width, kept.height))
    return picture


@pytest.mark.parametrize(
    ("ending", "mode"),
    [
        (".jpg", "RGB"),
        (".jpg", "L"),
        (".jpg", "CMYK"),
        (".png", "RGB"),
        (".png", "1"),
        (".png", "P"),
        (".png", "LA"),
        (".png", "I;16"),
        (".webp", "RGB"),
        (".gif", "P"),
        (".bmp", "RGB"),
        (".tif", "YCbCr"),
        (".heic", "RGB"),
    ],
)
def test_every_kind_of_picture_is_kept_as_the_same_kind(ending: str, mode: str, tmp_path: Path) -> None:
    register_heif_opener()
    path = saved(tmp_path / f"a{ending}", halves(mode=mode))
    left, right = corners(seen(path))
    if mode in ("1", "L", "LA", "I;16"):
        assert left[0] == left[1] == left[2]
        assert left != right, "dark and light are still told apart"
    else:
        assert near(left, RED)
        assert near(right, GREEN)


def test_a_picture_is_downscaled_once_in_its_own_shape_and_never_enlarged(tmp_path: Path) -> None:
    assert seen(saved(tmp_path / "wide.jpg", halves((1200, 300)))).size == (160, 40)
    assert seen(saved(tmp_path / "tall.png", halves((300, 1200)))).size == (40, 160)
    assert seen(saved(tmp_path / "line.png", halves((2000, 2)))).size == (160, 1)
    assert seen(saved(tmp_path / "small.jpg", halves((30, 20)))).size == (30, 20)


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", halves((640, 480)))
    assert prepare(path, SMALL).jpeg == prepare(path, SMALL).jpeg


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_whatever_way_the_phone_was_held(orientation: int, tmp_path: Path) -> None:
    upright = halves((120, 60))
    method = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}.get(orientation)
    held = upright if method is None else upright.transpose(Image.Transpose(method))
    path = saved(tmp_path / "a.jpg", held, exif=exif(orientation=orientation))
    picture = seen(path)
    assert picture.size == (120, 60)
    left, right = corners(picture)
    assert near(left, RED)
    assert near(right, GREEN)


def test_nothing_is_kept_but_the_picture(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    told = exif(taken="2026:11:20 08:15:30", maker="Shouji", place=True)
    path = saved(tmp_path / "a.jpg", halves(), exif=told, icc_profile=profile, comment=b"Chen Zi Yi")
    assert b"Shouji" in path.read_bytes()
    kept = prepare(path, SMALL).jpeg
    picture = Image.open(io.BytesIO(kept))
    assert set(picture.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (b"Exif", b"Shouji", b"ICC_PROFILE", b"Chen Zi Yi", b"http"):
        assert secret not in kept


def test_when_it_was_taken_is_kept_in_utc(tmp_path: Path) -> None:
    told = exif(taken="2026:11:20 08:15:30", zone="+08:00")
    assert prepare(saved(tmp_path / "a.jpg", halves(), exif=told)).taken_at == datetime(
        2026, 11, 20, 0, 15, 30, tzinfo=UTC
    )
    told = exif(taken="2026:11:20 08:15:30")
    here = datetime(2026, 11, 20, 8, 15, 30).astimezone()
    assert prepare(saved(tmp_path / "b.jpg", halves(), exif=told)).taken_at == here


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "yesterday", "2026:13:45 99:00:00"])
def test_a_camera_without_a_clock_says_no_time(taken: str, tmp_path: Path) -> None:
    assert prepare(saved(tmp_path / "a.jpg", halves(), exif=exif(taken=taken))).taken_at is None


def test_garbled_notes_of_a_camera_spoil_no_picture(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", halves(), exif=b"Exif\0\0" + b"\xff" * 40)
    assert prepare(path, SMALL).taken_at is None


def test_what_is_transparent_is_white_as_paper(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (40, 40), (200, 0, 0, 0))
    left, _right = corners(seen(saved(tmp_path / "a.png", clear)))
    assert near(left, (255, 255, 255))
    palette = halves().quantize(2)
    assert near(corners(seen(saved(tmp_path / "b.png", palette, transparency=palette.getpixel((0, 0)))))[0], (255,) * 3)


def test_colours_of_another_space_become_those_of_every_screen(tmp_path: Path) -> None:
    swapped = saved(tmp_path / "swapped.jpg", halves(), icc_profile=red_for_green())
    left, right = corners(seen(swapped))
    assert left[1] > 2 * left[0], "what this camera calls red is green"
    assert right[0] > 2 * right[1]
    broken = saved(tmp_path / "broken.jpg", halves(), icc_profile=b"no profile")
    assert near(corners(seen(broken))[0], RED)


def test_a_name_that_lies_about_the_kind_is_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    saved(tmp_path / "a.png", halves()).rename(path)
    assert near(corners(seen(path))[0], RED)


def test_a_picture_of_a_camera_that_adds_its_own_preview_is_no_film(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.mpo", halves(), save_all=True, append_images=[halves((60, 40))])
    assert near(corners(seen(path))[0], RED)


@pytest.mark.parametrize("ending", [".gif", ".webp", ".tif", ".png"])
def test_a_film_or_a_booklet_is_refused(ending: str, tmp_path: Path) -> None:
    path = saved(tmp_path / f"a{ending}", halves(), save_all=True, append_images=[halves((120, 60)).rotate(180)])
    assert "2 pictures" in refused(path)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    for name, content in (
        ("a.jpg", b"Once upon a time"),
        ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n"),
        ("a.mov", b"\0\0\0\x14ftypqt  "),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert "no picture this program can read" in refused(path)


def test_an_empty_file_and_one_that_is_not_there_are_refused(tmp_path: Path) -> None:
    empty = tmp_path / "a.jpg"
    empty.touch()
    assert "is empty" in refused(empty)
    assert "There is no file" in refused(tmp_path / "b.jpg")


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".tif", ".gif", ".bmp"])
def test_a_file_that_was_cut_off_is_refused(ending: str, tmp_path: Path) -> None:
    noise = Image.merge("RGB", [Image.effect_noise((200, 200), 90)] * 3)
    path = saved(tmp_path / f"a{ending}", noise)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "cut off or damaged" in refused(path) or "no picture" in refused(path)


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    for side in (10_000, 14_000, 100_000):
        assert "too many pixels" in refused(claiming(tmp_path / "bomb.png", side, side))
    assert "cut off or damaged" in refused(claiming(tmp_path / "claim.png", 9_000, 9_000))
    path = saved(tmp_path / "a.jpg", halves())
    assert "too large for a photo" in refused(path, Preset(most_bytes=100))


def test_a_folder_stands_for_its_pictures_by_name(tmp_path: Path) -> None:
    for name in ("b.JPG", "a.heic", "notes.txt", ".hidden.jpg"):
        (tmp_path / name).touch()
    (tmp_path / "inner.jpg").mkdir()
    named = tmp_path / "notes.txt"
    assert [each.name for each in pictures_in([named, tmp_path])] == ["notes.txt", "a.heic", "b.JPG"]
    with pytest.raises(RuleError, match="no picture in the folder"):
        pictures_in([tmp_path / "inner.jpg"])
