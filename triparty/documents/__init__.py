"""What is written: rows become Word, Excel and the papers of a meeting. The only room that knows those formats."""
