"""What is read in: files as offices send them, and lines as people type them."""
