# The few things one does in this house.

# format, lint, types, walls, tests
check:
    uv run --no-sync ruff format --check .
    uv run --no-sync ruff check .
    uv run --no-sync mypy
    uv run --no-sync lint-imports
    uv run --no-sync pytest

# rewrite what a machine can rewrite
tidy:
    uv run --no-sync ruff format .
    uv run --no-sync ruff check --fix .

# gather the words of the program and compile the Chinese catalogue
words:
    uv run --no-sync python -m tests.house.words

# build the shipped Word templates again from their code
templates:
    uv run --no-sync python -m triparty.documents.shipped

# list the fields of all papers again in the guide
fields:
    uv run --no-sync python -m tests.house.fields

# draw the picture of every paper again in the guide
papers:
    uv run --no-sync python -m tests.documents.sheet

# lock the dependencies again, without naming the place they come from
lock:
    uv export --quiet --no-dev --no-emit-project --no-header --no-annotate --format requirements-txt -o requirements.lock
    uv export --quiet --no-emit-project --no-header --no-annotate --format requirements-txt -o requirements-dev.lock
