"""What is kept: tables, queries, history and migrations. Importable alone; knows no screen and no paper."""
