"""`triparty demo`: sample data walked along the whole road."""

import typer


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
