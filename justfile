# The few things one does in this house.

# format, lint, types, walls, tests
check:
    uv run ruff format --check .
    uv run ruff check .
    uv run mypy
    uv run lint-imports
    uv run pytest

# rewrite what a machine can rewrite
tidy:
    uv run ruff format .
    uv run ruff check --fix .

# gather the words of the program and compile the Chinese catalogue
words:
    uv run python -m tests.house.words

# build the shipped Word templates again from their code
templates:
    uv run python -m triparty.documents.shipped

# lock the dependencies again, without naming the place they come from
lock:
    uv export --quiet --no-dev --no-emit-project --no-header --no-annotate --format requirements-txt -o requirements.lock
    uv export --quiet --no-emit-project --no-header --no-annotate --format requirements-txt -o requirements-dev.lock
