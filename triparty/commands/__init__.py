"""The command line: nouns with verbs, one file each."""
