"""One search over everything, the same on SQLite and PostgreSQL.

`parse` understands what was typed, `find` reads it; `watch` keeps the index true, `rebuild` makes it anew.
"""

from meetings_db.search.asked import Asked, AskedWrong, parse, spelt_keys
from meetings_db.search.finding import find, find_issues, first
from meetings_db.search.hits import Hit
from meetings_db.search.upkeep import index_rows, inserted, is_outdated, rebuild, watch

__all__ = [
    "Asked",
    "AskedWrong",
    "Hit",
    "find",
    "find_issues",
    "first",
    "index_rows",
    "inserted",
    "is_outdated",
    "parse",
    "rebuild",
    "spelt_keys",
    "watch",
]
