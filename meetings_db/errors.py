"""What can go wrong with the database itself; the program says it in the user's language."""


class DatabaseProblem(Exception):
    """The database cannot be used as asked; `place` names the file or server, `detail` is the driver's own word."""

    def __init__(self, place: str, detail: str = "") -> None:
        super().__init__(f"{place}: {detail}" if detail else place)
        self.place = place
        self.detail = detail


class Unreachable(DatabaseProblem):
    """The file cannot be opened or the server does not answer."""


class NotADatabase(DatabaseProblem):
    """The file is damaged, or is something else."""


class NewerSchema(DatabaseProblem):
    """A newer release of the program made this database."""


class Locked(DatabaseProblem):
    """Somebody else holds the database for longer than a save may wait."""


class NoRoom(DatabaseProblem):
    """The disk is full."""


class ReadOnly(DatabaseProblem):
    """The file may not be written."""


class StaleSave(Exception):
    """Somebody else saved the row first; `mine` is the version the save was based on, `theirs` the row as it is."""

    def __init__(self, theirs: object, mine: int) -> None:
        super().__init__(f"stale save: based on version {mine}")
        self.theirs = theirs
        self.mine = mine
