"""One search over everything, the same on SQLite and PostgreSQL."""

from meetings_db.search.upkeep import index_rows, inserted, rebuild, watch

__all__ = ["index_rows", "inserted", "rebuild", "watch"]
