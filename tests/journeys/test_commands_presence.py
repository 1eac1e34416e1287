"""The presence clock by commands: two hats, a substitute, a withdrawal, a wrong time."""

from tests.journeys.commands import Shell


def test_presence_by_commands(staffed: Shell) -> None:
    done, refused = staffed.done, staffed.refused
    done("meeting", "call", "会", "--at", "2026-03-20 14:30", "--place", "室", "--chair", "张甲一")
    for title in ("甲", "乙"):
        done("meeting", "item", "1", title, "--presenter", "张甲一")
    done("meeting", "freeze", "1", "--reason", "补录")
    assert "votes for one party only" in refused("meeting", "arrive", "1", "张甲一", "--at", "14:20")
    done("meeting", "arrive", "1", "张甲一", "--for", "community", "--at", "14:20")
    done("meeting", "arrive", "1", "赵丁四", "孙己六", "--at", "14:25")
    done("meeting", "open", "1", "--at", "14:30")
    done("meeting", "goto", "1", "1", "--at", "14:31")
    seated = done("meeting", "seat", "1", "张甲一", "property", "--item", "2", "--at", "14:32")
    assert (seated["party"], seated["title"]) == ("property", "分公司经理")
    unsigned = done("meeting", "substitute", "1", "钱戊五", "段代会", "--at", "14:33")
    assert unsigned["signed_at"] is None
    words = ("--matter", "本次会议", "--scope", "表决", "--term", "当日", "--signed", "--at", "14:34")
    assert done("meeting", "substitute", "1", "钱戊五", "段代会", *words)["signed_at"]
    said = staffed("meeting", "recuse", "1", "1", "孙己六", "--reason", "本人租用摊位", "--at", "14:35")
    assert "Nobody of the residents is left who may vote on it." in said.out
    assert "settle 1 1 deferred" in said.out
    done("meeting", "rejoin", "1", "1", "孙己六", "--at", "14:36")
    done("meeting", "in-person", "1", "钱戊五", "--at", "14:37")
    done("meeting", "leave", "1", "赵丁四", "--at", "14:38")
    done("meeting", "vote", "1", "1", "--rule", "majority-present", "--unanimous", "--at", "14:40")
    (zhao,) = done("meeting", "presence", "1", "赵丁四")
    assert [(entry["number"], entry["kind"]) for entry in zhao["entries"]] == [(1, "arrive"), (2, "leave")]
    assert zhao["items"]["1"] == "part"
    assert "has no entry 3" in refused("meeting", "correct", "1", "赵丁四", "3", "--remove")
    thought = done("meeting", "correct", "1", "赵丁四", "2", "--to", "14:29", "--dry-run")
    assert "Item 1: there for a part → not there" in thought["changes"]
    assert done("meeting", "presence", "1", "赵丁四")[0]["items"]["1"] == "part"
    late = refused("meeting", "correct", "1", "赵丁四", "2", "--to", "2126-03-20 14:29")
    assert "2126-03-20 14:29 has not come yet. A time until now, " in late
    assert "赵丁四 was not counted and would be" in refused("meeting", "correct", "1", "赵丁四", "2", "--remove")
    done("meeting", "correct", "1", "赵丁四", "--add", "arrive", "--to", "14:45")
    assert "段代会" in staffed("meeting", "presence", "1", "钱戊五", "--json").out
    assert "3) 14:45 here" in staffed("meeting", "presence", "1").out
    put_off = staffed("meeting", "recuse", "1", "2", "孙己六", "--reason", "亲属", "--put-off", "--at", "14:50")
    assert "put off" in put_off.out
    assert done("meeting", "show", "1")["items"][1]["conclusion"].endswith("亲属")
