"""What can go wrong with the database itself; the program says it in the user's language."""

from enum import StrEnum


class DatabaseProblem(Exception):
    """The database cannot be used as asked; `place` names the file or server, `detail` is the driver's own word."""

    def __init__(self, place: str, detail: str = "") -> None:
        super().__init__(f"{place}: {detail}" if detail else place)
        self.place = place
        self.detail = detail


class Unreachable(DatabaseProblem):
    """The file cannot be opened or the server does not answer."""


class Lost(DatabaseProblem):
    """The connection broke in the middle of a piece of work, which was kept whole or not at all."""


class NotADatabase(DatabaseProblem):
    """The file is something else than a database of this program."""


class Damaged(DatabaseProblem):
    """The database's file is damaged; `copy` is the newest safety copy that is whole, empty where there is none."""

    def __init__(self, place: str, detail: str = "", copy: str = "") -> None:
        super().__init__(place, detail)
        self.copy = copy


class OnNetworkShare(DatabaseProblem):
    """The file lies on a network share, where SQLite's locks cannot be trusted; `detail` is the kind of share."""


class Unfinished(DatabaseProblem):
    """A copy into this database was broken off; `detail` is the place it was made from."""


class NotEmpty(DatabaseProblem):
    """The database a copy shall be made into holds rows already; `detail` says how many."""


class CopyDiffers(DatabaseProblem):
    """The copy is not equal to what it was made from, or may not be; `detail` says where."""


class NewerSchema(DatabaseProblem):
    """A newer release of the program made this database."""


class Locked(DatabaseProblem):
    """Somebody else holds the database for longer than a save may wait."""


class NoRoom(DatabaseProblem):
    """The disk is full: `free` bytes are left, None where only a server knows; `needed` is the least it takes."""

    def __init__(self, place: str, detail: str = "", free: int | None = None, needed: int = 0) -> None:
        super().__init__(place, detail)
        self.free = free
        self.needed = needed


class Bar(StrEnum):
    """What keeps a file from being written: its disk is for reading only, or its folder's or its own rights."""

    DISK = "disk"
    FOLDER = "folder"
    FILE = "file"


class ReadOnly(DatabaseProblem):
    """The file may not be written; `bar` is why, where that can be seen, and `at` the path it is about."""

    def __init__(self, place: str, detail: str = "", bar: Bar | None = None, at: str = "") -> None:
        super().__init__(place, detail)
        self.bar = bar
        self.at = at


class StaleSave(Exception):
    """Somebody else saved the row first; `mine` is the version the save was based on, `theirs` the row as it is."""

    def __init__(self, theirs: object, mine: int) -> None:
        super().__init__(f"stale save: based on version {mine}")
        self.theirs = theirs
        self.mine = mine
