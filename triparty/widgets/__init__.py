"""Parts two screens or more are made of; they know Textual and nothing of what is kept."""
