"""Reads, one file per station, each returning loaded rows."""
