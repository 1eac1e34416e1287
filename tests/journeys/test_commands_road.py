"""The whole road by command: from an empty folder to final minutes and both trackers."""

import re
import zipfile
from pathlib import Path

from tests.journeys.commands import ESTATES, Shell


def text_of(path: Path) -> str:
    """The words of a Word or Excel file, in the order of their parts."""
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.endswith(".xml")]
        return "".join(re.sub("<[^>]*>", "", package.read(name).decode("utf-8")) for name in parts)


LIFT, PARKING = "3栋电梯困人后频繁停梯", "停车位不足"
HOSTILE = "[/b] {{ x }} =cmd|' /C calc'!A0"


def test_the_whole_road(staffed: Shell, tmp_path: Path) -> None:
    prepare(staffed)
    hold(staffed)
    write(staffed, tmp_path)
    file(staffed, tmp_path)
    follow_up(staffed, tmp_path)
    proved = staffed.done("verify")
    assert (proved["whole"], proved["broken_at"], proved["differences"]) == (True, None, [])
    assert proved["database"]
    assert staffed.done("verify", "--head", proved["head"])["entries"] == proved["entries"]


def prepare(shell: Shell) -> None:
    """Triage, call, fill and freeze."""
    done = shell.done
    issues = {row["title"]: row["number"] for row in done("issue", "list")}
    assert done("issue", "triage", issues[LIFT], "joint_meeting")["route"] == "joint_meeting"
    short = issues[PARKING].split("-")[1].lstrip("0")
    assert done("issue", "triage", short, "owners")["number"] == issues[PARKING]
    meeting = done(
        *("meeting", "call", "第一次联席会议", "--at", "2025-11-18 14:30"), *("--place", "室", "--chair", "张甲一")
    )
    assert (meeting["ordinal"], meeting["starts_at"][:16]) == (1, "2025-11-18T14:30")
    put = done("meeting", "put", "next", issues[LIFT], issues[PARKING], "--presenter", "赵丁四")
    assert [(item["position"], item["authority"]) for item in put] == [(1, "within"), (2, "owners")]
    item = done("meeting", "item", "1", HOSTILE, "--kind", "report", "--presenter", "陈子一")
    assert item["title"] == HOSTILE
    assert done("meeting", "move", "1", "3", "1")["position"] == 1
    assert [found["sentence"] for found in done("meeting", "check", "1")] == ["The time of the meeting is past."]
    assert done("meeting", "freeze", "1", "--reason", "补录")["status"] == "frozen"


def hold(shell: Shell) -> None:
    """Presence, notes, two votes, an action, the end."""
    done = shell.done
    assert done("meeting", "arrive", "1", "李乙二", "孙己六", "周庚七", "--at", "14:20")[0]["name"] == "李乙二"
    assert done("meeting", "excuse", "1", "钱戊五", "--at", "14:20")[0]["kind"] == "excuse"
    assert done("meeting", "open", "1", "--at", "14:30")["status"] == "in_session"
    done("meeting", "arrive", "1", "赵丁四", "--at", "14:40")
    done("meeting", "goto", "1", "2", "--at", "14:41")
    done("meeting", "note", "1", "2", "赵丁四：配件已到")
    assert done("meeting", "note", "1", "2", "**孙己六** 问工期")["notes"] == "赵丁四：配件已到\n\n**孙己六** 问工期"
    won = done("meeting", "vote", "1", "2", "--rule", "consensus", "--unanimous", "--at", "14:50")
    assert won["passed"] is True
    assert {count["group"]: count["yes"] for count in won["counts"]} == {"community": 1, "property": 1, "residents": 2}
    lost = done(
        *("meeting", "vote", "1", "3", "--rule", "each-party-majority-present", "--motion", "建议增设车位"),
        *("--community", "1,0,0", "--property", "0,1", "--residents", "1,0,1", "--at", "15:00"),
    )
    assert lost["passed"] is False
    assert lost["result"]["groups"][1]["short_by"] == 1
    action = done(
        *("action", "add", "@赵丁四 更换电梯主板 2025-11-30"),
        *("--meeting", "1", "--item", "2", "--at", "2025-11-18 15:05"),
    )
    assert (action["owner"], action["party"], action["due_on"]) == ("赵丁四", "property", "2025-11-30")
    assert "Item 1 is not settled" in shell.refused("meeting", "close", "1", "--at", "15:30")
    done("meeting", "settle", "1", "1", "noted", "--at", "15:20")
    assert done("meeting", "close", "1", "--at", "15:30")["status"] == "closed"
    assert done("meeting", "show", "last")["quorum"]["residents"] == {"entitled": 4, "present": 2}


def write(shell: Shell, folder: Path) -> None:
    """Draft minutes, final minutes and the other papers."""
    draft, final = folder / "draft.docx", folder / "final.docx"
    assert shell.done("minutes", "1", "-o", draft, "--language", "zh_CN")["final"] is False
    assert "草\u3000稿" in text_of(draft)
    assert shell.done("meeting", "finalise", "last")["reference"] == "三方联纪〔2025〕1号"
    assert shell.done("meeting", "sign", "last", "property", "--served-to", "赵丁四")["signed_on"] is None
    assert "reopen the meeting" in shell.refused("meeting", "amend", "last", "五月底", "--reason", "笔误")
    assert shell.done("meeting", "sign", "last", "property", "--by", "赵丁四")["served_to"] == "赵丁四"
    assert "Take that back first" in shell.refused("meeting", "sign", "last", "property", "--by", "赵丁四")
    assert "is amended" in shell.refused("meeting", "reopen", "last", "--reason", "改")
    shell.done("meeting", "original", "last", "3号盒", "--holder", "吴")
    assert shell.done("meeting", "signatures", "last")["original"]["place"] == "3号盒"
    assert shell.done("meeting", "amend", "last", "五月底", "--reason", "笔误", "--item", "1")["version"] == 1
    assert [each["state"] for each in shell.done("meeting", "amendments", "last")] == ["draft"]
    changed = shell.done("meeting", "edit-amendment", "last", "1", "--shall-say", "六月底")
    assert (changed["reason"], changed["shall_say"]) == ("笔误", "六月底")
    shell.done("meeting", "withdraw-amendment", "last", "1")
    assert shell.done("minutes", "last", "-o", final, "--language", "zh_CN")["final"] is True
    words = text_of(final)
    assert "草\u3000稿" not in words
    wanted = folder / "wanted.docx"
    assert shell.done("minutes", "last", "-o", wanted, "--language", "zh_CN", "--draft")["final"] is False
    assert "草\u3000稿" in text_of(wanted)
    for word in ("三方联纪〔2025〕1号", "更换电梯主板", "{{ x }}"):
        assert word in words
    for paper in ("notice", "agenda", "signin"):
        assert Path(shell.done(paper, "1", "-o", folder / f"{paper}.docx")["file"]).is_file()


def file(shell: Shell, folder: Path) -> None:
    """The meeting is filed and packed, judged without a database, and taken in again."""
    package = folder / "package"
    wanted = ("archive", "make", "--year", "2025", "--no-pdf", "-o", package)
    assert "fonds" in shell.refused(*wanted)
    made = shell.done(*wanted, "--fonds", "Z109")
    numbers = [f"Z109-WS·2025-{each}" for each in ("Y-LXH-0001", "Y-LXH-0002", "D30-LXH-0001")]
    assert [item["number"] for item in made["items"]] == numbers
    assert "not finished" in made["left_out"][0]
    assert shell.done("archive", "verify", package)["well"]
    assert [item["number"] for item in shell.done("archive", "list", "--year", "2025")] == sorted(numbers)
    assert shell.done("archive", "import", package, "--to", folder / "again.db")["rows"]["archiveitem"] == 3
    assert "already" in shell.refused("archive", "make", "1", "--no-pdf", "-o", package)
    told = shell.done("handover", "-o", folder / "handover.xlsx")
    assert (told["actions"], told["meetings"]) == (1, 0)
    assert "更换电梯主板" in text_of(Path(told["list"]))
    assert "already" in shell.refused("handover", "-o", folder / "handover.xlsx")
    (package / "更多.txt").write_text("", encoding="utf-8")
    said = shell("archive", "verify", package)
    assert said.code == 1
    assert "更多.txt" in said.out


def tell(shell: Shell, folder: Path) -> None:
    """What a meeting leaves beside its minutes, what an owner is reminded of, and the forms of a visit."""
    in_chinese = ("--language", "zh_CN", "-o", folder)
    for words, said in (
        (("record", "1"), "会议记录"),
        (("excerpt", "1", "1"), "所摘内容与原文一致"),
        (("signoff", "1"), "以下各方确认"),
        (("tasks", "--meeting", "1"), "更换电梯主板"),
        (("ballot", "slips", "1", "1"), "第001号"),
        (("visit", "form"), "走访记录表"),
    ):
        assert said in text_of(Path(shell.done(*words, *in_chinese)["file"]))
    assert "no item 9" in shell.refused("excerpt", "1", "9", *in_chinese)
    (order,) = shell.done("orders", *in_chinese)
    assert "张贴公示" in text_of(Path(order["file"]))
    assert shell.done("orders", "--overdue", *in_chinese) == []
    assert "nothing open" in shell.refused("orders", "--owner", "查无此人", *in_chinese)


def follow_up(shell: Shell, folder: Path) -> None:
    """The action done, both trackers, and what the issue tells."""
    for step in ("started", "submitted"):
        shell.done("action", "step", "1", step, "--at", "2025-11-19 09:00")
    shell.done("action", "step", "1", "closed", "--note", "现场已看", "--at", "2025-11-20 09:00")
    shell.done("action", "add", "@社区 张贴公示 +3d")
    for name in ("t.docx", "t.xlsx"):
        shell.done("tracker", "-o", folder / name)
        assert "更换电梯主板" in text_of(folder / name)
    shell.done("tracker", "-o", folder / "open.xlsx", "--open")
    assert "张贴公示" in text_of(folder / "open.xlsx")
    assert "更换电梯主板" not in text_of(folder / "open.xlsx")
    tell(shell, folder)
    found = shell.done("issue", "list", "--text", "困人")
    life = shell.done("issue", "show", found[0]["number"])
    assert (life["status"], life["agenda"][0]["meeting"]) == ("done", 1)
    assert [event["kind"] for event in life["events"] if event["kind"] in ("decided", "assigned", "done")] == [
        "decided",
        "assigned",
        "done",
    ]


def test_people_read_the_same_facts(staffed: Shell) -> None:
    staffed.done("meeting", "call", "会", "--at", "2030-11-26 14:30")
    staffed.done("meeting", "put", "1", "11")
    for words, fact in [
        (("community", "show"), "晨光社区"),
        (("estate", "list"), "柳塘湾"),
        (("person", "list"), "业委会主任"),
        (("visit", "list"), "V2026-0001"),
        (("visit", "show", "1"), "2026-0001"),
        (("issue", "list"), "Joint meeting"),
        (("issue", "show", "11"), "Put on the agenda"),
        (("meeting", "list"), "Being prepared"),
        (("meeting", "show", "next"), "片区派出所"),
        (("templates", "list"), "shipped"),
        (("verify",), "whole and unchanged"),
    ]:
        said = staffed(*words)
        assert (said.code, said.err) == (0, "")
        assert fact in said.out


def test_columns_stand_under_their_headings_whatever_the_width_of_the_signs(staffed: Shell) -> None:
    from rich.cells import cell_len

    head, *rows = staffed("issue", "list").out.splitlines()
    place = head.index("Estate")
    for row in rows:
        estate = next(name for name in ESTATES if name in row)
        assert cell_len(row[: row.index(estate)]) == place


def test_a_rehearsal_tells_every_row_and_changes_nothing(founded: Shell, tmp_path: Path) -> None:
    file = tmp_path / "samples" / "visits-2026-10.xlsx"
    seen = founded.done("import", file, "--dry-run")
    assert (seen["kind"], seen["counts"]) == ("visits", {"new": 33, "same": 0, "conflict": 0, "error": 10})
    assert [skip["number"] for skip in seen["skipped"]] == [27, 49]
    assert seen["unknown_columns"] == []
    broken = next(row for row in seen["rows"] if row["row"] == 46)
    assert broken["verdict"] == "error"
    assert "not a day in the calendar" in broken["reasons"][0]
    assert founded.done("issue", "list") == []
    assert not list((tmp_path / "samples").glob("*.rejects.csv"))
    table = founded("import", file, "--dry-run").out
    assert "Nothing was changed." in table
    assert re.search(r"^46 +error .*10月40日", table, re.M)


def test_the_same_file_twice_changes_nothing_and_names_the_rejects(founded: Shell, tmp_path: Path) -> None:
    file = tmp_path / "samples" / "visits-2026-10.xlsx"
    first = founded.done("import", file)
    assert (first["counts"]["new"], len(first["rows"])) == (33, 10)
    assert Path(first["rejects"]) == tmp_path / "samples" / "visits-2026-10.rejects.csv"
    assert Path(first["rejects"]).is_file()
    again = founded("import", file)
    assert again.code == 0
    assert "new 0, same 33, conflict 0, error 10." in again.out
    assert "visits-2026-10.rejects.csv" in again.out
    assert len(founded.done("issue", "list", "--all")) == 33


def test_several_files_go_on_past_one_that_cannot_be_read(founded: Shell, tmp_path: Path) -> None:
    samples = tmp_path / "samples"
    said = founded("import", samples / "visits-old.xls", samples / "none.csv", samples / "people.xlsx", "--json")
    assert said.code == 1
    assert [each.get("kind") for each in said.json] == ["visits", None, "people"]
    assert [each["counts"]["new"] for each in (said.json[0], said.json[2])] == [3, 12]
    assert "none.csv" in said.json[1]["error"]
    assert "none.csv" in said.err


def test_a_column_named_once_is_remembered(founded: Shell, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("走访日期,小区,啥事\n2026-11-02,丰乐小区,灯不亮\n", encoding="utf-8")
    assert "no column for" in founded.refused("import", file, "--as", "visits")
    assert founded.done("import", file, "--column", "啥事=problem", "--dry-run")["counts"]["new"] == 1
    assert "no column for" in founded.refused("import", file, "--as", "visits")
    assert founded.done("import", file, "--as", "visits", "--column", "啥事=problem")["counts"]["new"] == 1
    assert founded.done("import", file)["counts"]["same"] == 1
    # What was learned of visits stands in no other kind's way.
    assert founded.done("import", tmp_path / "samples" / "people.xlsx")["counts"]["new"] == 12


def test_a_visit_and_its_issues_are_one_deed(founded: Shell) -> None:
    visit = founded.done(
        *("visit", "add", "--estate", "丰乐", "--at", "2026-11-02 09:30", "--met", "居民", "--notes", "# 一\n- 二"),
        *("--issue", "路灯不亮", "--issue", "=1+1"),
    )
    assert (visit["number"], visit["estate"], visit["notes"]) == ("V2026-0001", "丰乐小区", "# 一\n- 二")
    assert [issue["title"] for issue in visit["issues"]] == ["路灯不亮", "=1+1"]
    founded.refused("visit", "add", "--estate", "丰乐", "--issue", "好", "--issue", "")
    assert len(founded.done("visit", "list")) == 1
    assert len(founded.done("issue", "list")) == 2


def test_an_issue_is_edited_merged_closed_and_reopened(founded: Shell) -> None:
    done = founded.done
    done("issue", "add", "灯不亮", "--estate", "丰乐小区", "--place", "3栋", "--reporter", "居民", "--at", "2026-11-01")
    done("issue", "add", "路灯坏了", "--estate", "丰乐小区", "--at", "2026-11-02 08:00")
    edited = done("issue", "edit", "1", "--title", "路灯不亮", "--severity", "major")
    assert (edited["title"], edited["place"], edited["severity"]) == ("路灯不亮", "3栋", "major")
    assert done("issue", "merge", "1", "2")["reporters"] == 2
    assert done("issue", "show", "1")["merged"] == ["2026-0002"]
    assert "Say what became of it" in founded.refused("issue", "close", "1")
    assert done("issue", "close", "1", "--note", "已换灯")["status"] == "closed"
    assert done("issue", "list") == []
    assert [row["number"] for row in done("issue", "list", "--ended")] == ["2026-0002", "2026-0001"]
    assert done("issue", "reopen", "1", "--note", "又坏了")["status"] == "accepted"
    assert len(done("issue", "list", "--text", "路灯", "--estate", "丰乐小区")) == 1


def test_a_post_ends_and_the_next_meeting_invites_its_holder_no_more(staffed: Shell) -> None:
    staffed.done("person", "end", "周庚七", "--on", "2026-11-01")
    assert "周庚七" not in staffed("person", "list").out
    assert "周庚七" in staffed("person", "list", "--all").out
    # One person, two posts: which of them is for a person to say.
    assert "may mean" in staffed.refused("person", "end", "张甲一")
    ended = staffed.done("person", "end", "张甲一", "--title", "分公司经理", "--on", "2030-01-01")
    assert ended["ends_on"] == "2030-01-01"


def test_an_agenda_is_changed_thawed_and_emptied(staffed: Shell) -> None:
    done = staffed.done
    done("meeting", "call", "会", "--at", "2030-11-26 14:30", "--place", "室", "--chair", "张甲一")
    done("meeting", "edit", "1", "--at", "15:00", "--minutes", "60")
    shown = done("meeting", "show", "1")
    assert (shown["starts_at"][:16], shown["minutes_planned"], shown["place"]) == ("2030-11-26T15:00", 60, "室")
    done("meeting", "put", "1", "11", "30")
    done("meeting", "change", "1", "1", "--kind", "vote", "--presenter", "赵丁四", "--minutes", "15")
    assert "no presenter" in staffed.refused("meeting", "freeze", "1")
    done("meeting", "freeze", "1", "--reason", "已电话告知")
    assert "frozen" in staffed.refused("meeting", "drop", "1", "2")
    done("meeting", "thaw", "1")
    done("meeting", "drop", "1", "2")
    assert [item["position"] for item in done("meeting", "show", "1")["items"]] == [1]
    assert done("issue", "show", "30")["status"] == "accepted"


def test_all_of_several_or_none(staffed: Shell) -> None:
    staffed.done("meeting", "call", "会", "--at", "2030-11-26 14:30", "--place", "室", "--chair", "张甲一")
    assert "on an agenda already" in staffed.refused("meeting", "put", "1", "11", "30", "11")
    assert staffed.done("meeting", "show", "1")["items"] == []
    staffed.done("meeting", "put", "1", "11", "--presenter", "赵丁四")
    staffed.done("meeting", "freeze", "1")
    assert "here already" in staffed.refused("meeting", "arrive", "1", "李乙二", "赵丁四", "李乙二")
    assert all(who["presence"] is None for who in staffed.done("meeting", "show", "1")["participants"])


def test_a_text_may_begin_with_a_dash(staffed: Shell) -> None:
    done = staffed.done
    done("meeting", "call", "会", "--at", "2030-11-26 14:30", "--place", "室", "--chair", "张甲一")
    done("meeting", "item", "1", "- 修门")
    point = "- hinge of the gate\n- -5℃"
    assert done("meeting", "note", "1", "1", point, "--replace")["notes"] == point
    assert done("meeting", "note", "1", "1", "--replace", "--", "--all")["notes"] == "--all"
    assert done("action", "add", "- 修好东门路灯", "--due", "2030-12-01")["what"] == "- 修好东门路灯"
    assert "No such option" in staffed.refused("meeting", "note", "1", "1", "-x", code=2)


def test_an_action_takes_its_steps(founded: Shell) -> None:
    done = founded.done
    when = ("--at", "2026-11-30 09:00")
    done("action", "add", "修好东门路灯", "--owner", "赵师傅", "--party", "property", "--due", "2026-12-01", *when)
    assert done("action", "list", "--open")[0]["owner"] == "赵师傅"
    extend = ("action", "step", "1", "extended", "--note", "等配件", *when, "--due")
    assert "is no extension" in founded.refused(*extend, "2026-11-29")
    extended = done(*extend, "2026-12-20")
    assert (extended["due_on"], extended["first_due_on"]) == ("2026-12-20", "2026-12-01")
    passed_on = done("action", "step", "1", "passed_on", "--owner", "钱师傅", "--note", "调岗", *when)
    assert passed_on["first_owner"] == "赵师傅"
    assert "Only what was submitted" in founded.refused("action", "step", "1", "closed")
    assert "Say why" in founded.refused("action", "step", "1", "blocked")
    steps = done("action", "show", "1")["updates"]
    assert [step["kind"] for step in steps] == ["assigned", "extended", "passed_on"]
    assert "等配件" in founded("action", "show", "1").out


def test_what_the_register_says_is_corrected(staffed: Shell) -> None:
    done = staffed.done
    before = done("community", "show")
    changed = done("community", "edit", "--office", "晨光社区联动办", "--street", "")
    assert (changed["name"], changed["mark"]) == (before["name"], before["mark"])
    assert (changed["office"], changed["street"]) == ("晨光社区联动办", "")
    assert done("community", "edit", "--name", "朝霞社区", "--mark", "三方议")["name"] == "朝霞社区"
    assert "Name" in staffed.refused("community", "edit", "--name", "")
    bodies = {row["name"]: row["party"] for row in done("organisation", "list")}
    assert (len(bodies), bodies["片区派出所"]) == (8, "other")
    assert done("organisation", "edit", "派出所", "--name", "新风派出所")["party"] == "other"
    assert done("organisation", "edit", "银桦里", "--party", "community")["party"] == "community"
    assert "新风派出所" in staffed("organisation", "list").out
    assert "There is an organisation named 丰乐小区" in staffed.refused(
        "organisation", "edit", "禾香", "--name", "丰乐小区"
    )
    assert "There is no organisation named 无" in staffed.refused("organisation", "edit", "无", "--name", "有")


def test_the_command_enters_an_issue_as_brought_to_the_service_desk(staffed: Shell) -> None:
    estate = staffed.done("estate", "list")[0]["name"]
    assert staffed.done("issue", "add", "Lamp", "--estate", estate)["channel"] == "window"
    visit = staffed.done("visit", "list")[0]["number"]
    assert staffed.done("issue", "add", "Lane", "--estate", estate, "--visit", visit)["channel"] == "visit"
    assert staffed.done("issue", "add", "Bell", "--estate", estate, "--channel", "chat")["channel"] == "chat"
