"""A series by command: the next meeting from the last, the guard, waiting, closing and reopening."""

from tests.journeys.commands import Shell


def test_a_meeting_leads_to_the_next(staffed: Shell) -> None:
    done, refused = staffed.done, staffed.refused
    first, second, *_rest = done("issue", "list")
    series = done(
        "meeting", "recur", "三方联席会议", "--week", "3", "--weekday", "4", "--hour", "14:30", "--place", "室"
    )
    assert (series["every"], series["hour"]) == (1, "14:30")
    assert done("meeting", "recur", "三方联席会议", "--every", "2")["week"] == 3
    assert "every 2 months: the third Thursday, 14:30" in staffed("meeting", "series").out
    assert "like 14:30" in refused("meeting", "recur", "三方联席会议", "--hour", "25:30")
    meeting = done("meeting", "next", "--at", "2026-03-19 14:30", "--title", "2026年第1次会议")
    assert (meeting["ordinal"], meeting["place"], meeting["items"]) == (1, "室", [])
    done("meeting", "put", "1", first["number"], second["number"], "--presenter", "赵丁四")
    done("meeting", "item", "1", "收费通报", "--kind", "report", "--presenter", "赵丁四", "--recurring")
    fund = done("meeting", "item", "1", "动用维修资金", "--presenter", "孙己六")
    assert (fund["authority"], fund["legal_basis"]) == ("owners", "278-5")
    assert done("meeting", "guard", "1", "4", "--basis", "278-9")["legal_basis"] == "278-9"
    assert "leave one of the two out" in refused(
        "meeting", "guard", "1", "4", "--authority", "within", "--basis", "279"
    )
    assert "278-1" in refused("meeting", "guard", "1", "4")
    assert done("meeting", "guard", "1", "4", "--authority", "within")["legal_basis"] == ""
    assert done("meeting", "matters")["278-5"]["authority"] == "owners"
    done("meeting", "freeze", "1", "--reason", "补录")
    done("meeting", "open", "1", "--at", "14:30")
    done("meeting", "goto", "1", "1", "--at", "14:31")
    done("meeting", "settle", "1", "1", "agreed", "--conclusion", "更换主板", "--at", "14:40")
    done("meeting", "settle", "1", "3", "noted", "--at", "14:45")
    assert [item["position"] for item in done("meeting", "unreached", "1", "--at", "15:00")] == [2, 4]
    told = done("meeting", "close", "1", "--dry-run")
    assert told["status"] == "in_session"
    assert [(item["lot"], item["why"]) for item in told["items"]] == [
        ("stays", None),
        ("goes_on", "not_reached"),
        ("goes_on", "recurring"),
        ("goes_on", "not_reached"),
    ]
    assert "nobody was given anything to do" in staffed("meeting", "close", "1", "--at", "15:10").out
    assert "Say why" in refused("meeting", "reopen", "1")
    assert done("meeting", "reopen", "1", "--reason", "漏了交办")["status"] == "in_session"
    done("action", "add", "@赵丁四 更换主板 2026-04-10", "--meeting", "1", "--item", "1")
    done("meeting", "close", "1", "--at", "15:20")
    following = done("meeting", "next", "--at", "2026-05-21 14:30")
    assert (following["title"], following["starts_at"][:10]) == ("2026年第2次会议", "2026-05-21")
    whys = [item["why"] for item in following["items"]]
    assert whys == ["decisions", "open_action", "not_reached", "recurring", "not_reached"]
    done("meeting", "drop", "2", "3")
    assert done("issue", "wait", second["number"], "2999-01-01", "--note", "等招标")["waits_until"] == "2999-01-01"
    assert done("issue", "wait", second["number"], "now")["waits_until"] is None
    assert any(each["id"] == "whereabouts" and each["well"] for each in done("doctor")["findings"])
