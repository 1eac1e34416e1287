"""The public notice: the words of the minutes, looked at place by place, and a file that hides nothing."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from meetings_db.models import PaperKind
from tests.documents.papers import MADE, docx, entry, p, texts, valid
from tests.documents.rooms import TODAY, make_room
from tests.documents.samples import PUBLISHED
from triparty.documents.kinds import minutes, publication
from triparty.documents.kinds.publication import Publication
from triparty.documents.papers import template_path
from triparty.documents.public import Found, found, published
from triparty.documents.public_file import leave_nothing_hidden
from triparty.documents.template import compile_template, write
from triparty.rules import RuleError
from triparty.rules.masking import Names

NAMES = Names(["张小明", "居民乙"], ["王一鸣"])
SAID = "由王一鸣答复张小明（3栋2单元501，电话13800138000）"


@pytest.fixture(autouse=True)
def in_china(shanghai: None) -> None:
    """Local times are those of China."""


def values_said(conclusion: str = SAID, how: Publication = PUBLISHED) -> dict[str, object]:
    """What a notice of the sample's second item says, that item concluded in these words."""
    room = make_room()
    room.items[1].conclusion = conclusion
    return publication.values(
        minutes.values(room, "zh_CN", made_on=TODAY), how, "zh_CN", made_on=TODAY, number=room.items[1].position
    )


def all_masked(places: list[Found]) -> dict[str, bool]:
    """Everything masked but those in office."""
    return {place.key: not place.hit.stays for place in places}


def test_it_says_what_the_minutes_say_and_leaves_out_who_said_it() -> None:
    said = minutes.values(make_room(), "zh_CN", made_on=TODAY)
    notice = publication.values(said, PUBLISHED, "zh_CN", made_on=TODAY)
    theirs = {item["title"]: item for item in said["items"]}
    assert len(notice["items"]) < len(said["items"]), "what was only reported or put off is not made public"
    for item in notice["items"]:
        assert item["conclusion"] in (theirs[item["title"]]["conclusion"], "未达成一致")
        assert set(item) == {"ordinal", "title", "authority", "conclusion", "ballots", "actions"}
        assert all(set(task) == {"what", "party", "due"} for task in item["actions"])
    assert notice["period"] == {"begins": "2026年11月23日", "ends": "2026年11月29日", "days": "7"}
    assert notice["basis"] == "晨曦社区三方联席会议第3次会议纪要（第3期）"


def test_amendments_go_with_their_items_by_the_numbers_these_have_in_the_notice() -> None:
    said = minutes.values(make_room(), "zh_CN", made_on=TODAY)
    notice = publication.values(said, PUBLISHED, "zh_CN", made_on=TODAY)
    numbers = {item["title"]: item["number"] for item in said["items"]}
    places = {numbers[item["title"]]: str(place) for place, item in enumerate(notice["items"], 1)}
    said["amendments"] = [{"item": number} for number in (*numbers.values(), "全文")]
    whole = publication.values(said, PUBLISHED, "zh_CN", made_on=TODAY)["amendments"]
    assert [each["item"] for each in whole] == [
        *(places[number] for number in numbers.values() if number in places),
        "全文",
    ]
    assert list(places) != list(places.values()), "one before them is left out"
    (number, *_others) = places
    one = publication.values(said, PUBLISHED, "zh_CN", made_on=TODAY, number=int(number))
    assert one["amendments"] == [{"item": "1"}]


def test_every_place_is_shown_with_what_stands_around_it() -> None:
    places = found(values_said(), NAMES)
    assert [(place.hit.kind, place.said) for place in places] == [
        ("office", "王一鸣"),
        ("name", "张小明"),
        ("home", "3栋2单元501"),
        ("mobile", "13800138000"),
    ]
    assert (places[1].before[-6:], places[1].behind[:3]) == ("由王一鸣答复", "（3栋")
    assert {place.field for place in places} == {"items.0.conclusion"}


def test_it_is_masked_as_decided() -> None:
    said = values_said()
    made = published(said, NAMES, all_masked(found(said, NAMES)))
    assert made["items"][0]["conclusion"] == "会议议定：由王一鸣答复张**（3栋*单元**，电话***）。"


def test_what_nobody_looked_at_or_has_changed_since_is_refused() -> None:
    said = values_said()
    decided = all_masked(found(said, NAMES))
    with pytest.raises(RuleError, match="张小明"):
        published(values_said("另" + SAID), NAMES, decided)
    with pytest.raises(RuleError, match="not looked at"):
        published(said, NAMES, {})


def test_a_number_that_is_never_made_public_is_refused_though_it_was_kept() -> None:
    said = values_said()
    decided = dict.fromkeys(all_masked(found(said, NAMES)), False)
    with pytest.raises(RuleError, match="13800138000"):
        published(said, NAMES, decided)
    to_the_mobile = values_said("无", replace(PUBLISHED, phone="13900139000"))
    with pytest.raises(RuleError, match="13900139000"):
        published(to_the_mobile, NAMES, {})


def test_how_it_is_published_is_checked() -> None:
    with pytest.raises(RuleError) as refused:
        values_said(how=Publication(TODAY, 0))
    assert len(refused.value.reasons) == 2


def test_an_office_template_with_a_mobile_number_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    docx(path, p("咨询：138", "0013", "8000"))
    with pytest.raises(RuleError, match="13800138000"):
        leave_nothing_hidden(path, MADE.made_at)


def test_nothing_is_hidden_in_the_file(tmp_path: Path) -> None:
    body = (
        '<w:p w:rsidR="00AB12CD"><w:r><w:t>明</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>'
        '<w:ins w:id="1" w:author="张小明"><w:r><w:t>新</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="张小明"><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>'
    )
    exif = Image.Exif()
    exif[0x010E] = "3-2-501"
    photo = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(photo, "JPEG", exif=exif, comment=b"3-2-501")
    path = tmp_path / "a.docx"
    docx(path, body)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/media/image1.jpg", photo.getvalue())
        package.writestr("customXml/item1.xml", "<a>张小明</a>")
    leave_nothing_hidden(path, MADE.made_at)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert texts(parts["word/document.xml"].decode()) == ["明新"]
    assert not [name for name in parts if name.startswith("customXml")]
    assert not [name for name, data in parts.items() if "张小明".encode() in data or b"rsid" in data or b"501" in data]
    with Image.open(io.BytesIO(parts["word/media/image1.jpg"])) as picture:
        assert picture.size == (8, 8)


def test_the_shipped_template_comes_through_whole(tmp_path: Path) -> None:
    said = values_said("完成划线")
    path = tmp_path / "a.docx"
    template = compile_template(template_path(PaperKind.PUBLICATION, "zh_CN"))
    write(template, publication.laid_out(said, "zh_CN"), path, schema=publication.SCHEMA, properties=MADE)
    before = texts(entry(path, "word/document.xml"))
    leave_nothing_hidden(path, MADE.made_at)
    assert texts(entry(path, "word/document.xml")) == before
    valid(path)
