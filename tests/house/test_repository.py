"""The repository speaks of itself alone."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STRANGERS = tuple(
    "".join(parts)
    for parts in (
        ("pypi", ".org"),
        ("python", "hosted"),
        ("/wo", "rk/"),
        ("../sha", "red/data"),
        ("deb.deb", "ian"),
        ("registry.npm", "js"),
    )
)


def kept() -> list[Path]:
    """Every text file the repository keeps."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]


def test_nothing_names_a_registry_or_somebodys_folders() -> None:
    found = [
        (str(path.relative_to(ROOT)), word)
        for path in kept()
        for word in STRANGERS
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert found == []


def test_the_two_readmes_give_the_same_commands() -> None:
    english, chinese = (fenced((ROOT / name).read_text(encoding="utf-8")) for name in ("README.md", "README.zh-CN.md"))
    assert english == chinese
    assert len(english) >= 2


def fenced(text: str) -> list[str]:
    """The shell blocks of a page."""
    blocks = text.split("```")[1::2]
    return [block.removeprefix("sh\n") for block in blocks if block.startswith("sh\n")]
