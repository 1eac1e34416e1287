"""What the papers say of who was there: substitutes, withdrawals, several posts, late comers."""

from datetime import timedelta

from meetings_db.models import (
    Party,
    PresenceEvent,
    PresenceKind,
    Recusal,
    SeatChoice,
    Standing,
    Substitute,
    new_id,
)
from tests.documents.rooms import BEGINS, TODAY, make_room
from triparty.documents.kinds import minutes, sign_in


def test_substitutes_withdrawals_and_who_came_late_are_told() -> None:
    """In the lists, at the item, and under the lists; each in the paper's own language."""
    room = make_room()
    room.meeting.opened_at, room.meeting.closed_at = BEGINS, BEGINS + timedelta(minutes=90)
    for place, item in enumerate(room.items):
        item.started_at, item.ended_at = (BEGINS + timedelta(minutes=9 * more) for more in (place, place + 1))
    late, sent, hatted = [who for who in room.participants if who.standing is Standing.VOTING][:3]
    arrived = BEGINS + timedelta(minutes=20)
    for who in (late, sent, hatted):
        at = arrived if who is late else BEGINS
        room.presence[who.id] = [PresenceEvent(participant_id=who.id, kind=PresenceKind.ARRIVE, at=at)]
    room.presence[sent.id].insert(0, PresenceEvent(participant_id=sent.id, kind=PresenceKind.EXCUSE, at=BEGINS))
    stands = Substitute(
        participant_id=sent.id, name="段代会", matter="本次会议", scope="表决", term="当日", at=BEGINS, signed_at=BEGINS
    )
    withdrew = Recusal(participant_id=late.id, item_id=room.items[3].id, reason="亲属经营", at=arrived)
    choice = SeatChoice(
        participant_id=hatted.id,
        item_id=room.items[4].id,
        post_id=new_id(),
        party=Party.RESIDENTS,
        standing=Standing.VOTING,
        organisation="业委会",
        at=BEGINS,
    )
    room.substitutes[sent.id], room.recusals[late.id], room.choices[hatted.id] = [stands], [withdrew], [choice]
    said = minutes.values(room, "zh_CN", made_on=TODAY)
    assert f"段代会（代{sent.name}）" in said["voting"]
    assert sent.name in said["excused"]
    assert said["items"][3]["recusals"] == f"{late.name}（理由：亲属经营）"
    lines = said["movements"].splitlines()
    came = f"{arrived.astimezone():%H:%M}"
    assert f"{late.name}：{came}到会；参加议题5–10；议题3部分时间在场" in lines
    assert any(
        line.startswith(f"{sent.name}：") and "书面委托已查验签名：本次会议；表决；当日" in line for line in lines
    )
    left, back = BEGINS + timedelta(minutes=30), BEGINS + timedelta(days=1)
    for kind, at in ((PresenceKind.LEAVE, left), (PresenceKind.ARRIVE, back)):  # reopened on another day
        room.presence[hatted.id].append(PresenceEvent(participant_id=hatted.id, kind=kind, at=at))
    room.meeting.closed_at = back + timedelta(minutes=30)
    reopened = minutes.values(room, "zh_CN", made_on=TODAY)["movements"]
    assert f"{left.astimezone():%H:%M}离会" in reopened
    assert f"{back.astimezone():%Y-%m-%d %H:%M}到会" in reopened
    room.presence[hatted.id], room.meeting.closed_at = room.presence[hatted.id][:1], BEGINS + timedelta(minutes=90)
    assert any(line.startswith(f"{hatted.name}：") and "议题5代表业主居民" in line for line in lines)
    english = minutes.values(room, "en", made_on=TODAY)
    assert f"arrived {came}; items attended: 5–10; in part: 3" in english["movements"]
    stands.signed_at = None
    assert f"段代会（代{sent.name}，未见书面委托）" in minutes.values(room, "zh_CN", made_on=TODAY)["observing"]
    (row,) = [row for row in sign_in.values(room, "zh_CN", made_on=TODAY)["people"] if row["name"] == sent.name]
    assert row["remark"] == f"请假；段代会（代{sent.name}，未见书面委托）"
