"""`python -m triparty`."""

from triparty.cli import main

if __name__ == "__main__":
    main()
