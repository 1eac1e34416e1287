"""A database file on a network share is refused, where the file system tells."""

from pathlib import Path

import pytest

from meetings_db import places
from meetings_db.engine import Database
from meetings_db.errors import OnNetworkShare
from meetings_db.places import share_in
from triparty import problems

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export/office /mnt/office nfs4 rw,vers=4.2 0 0
//nas/records /mnt/our\\040records cifs rw 0 0
desk@host: /home/desk/remote fuse.sshfs rw 0 0
/dev/sdb1 /mnt/office/local ext4 rw 0 0
portal /run/user/1000/doc fuse.portal rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/desk/triparty.db", ""),
        ("/mnt/office/triparty.db", "nfs4"),
        ("/mnt/officer/triparty.db", ""),
        ("/mnt/office/local/triparty.db", ""),
        ("/mnt/our records/2026/triparty.db", "cifs"),
        ("/home/desk/remote/triparty.db", "fuse.sshfs"),
        ("/run/user/1000/doc/triparty.db", ""),
    ],
)
def test_the_longest_mount_point_says_where_a_file_lies(place: str, kind: str) -> None:
    assert share_in(MOUNTS, place) == kind


def test_what_was_mounted_last_counts() -> None:
    assert share_in("a /mnt ext4 rw\nb /mnt nfs rw\n", "/mnt/triparty.db") == "nfs"
    assert share_in("a / nfs rw\n", "/triparty.db") == "nfs"
    assert share_in("", "/triparty.db") == ""


def test_a_database_on_a_share_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert places.share_of(tmp_path) == ""
    monkeypatch.setattr(places, "share_in", lambda _mounts, _place: "cifs")
    db = Database.in_file(tmp_path / "triparty.db")
    with pytest.raises(OnNetworkShare) as told:
        db.upgrade()
    assert "PostgreSQL" in problems.say(told.value)
    assert not (tmp_path / "triparty.db").exists()
    db.close()
